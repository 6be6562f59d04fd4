"""Every row of the table of syntax errors, on its own broken examples."""

import re

import pytest

from dsl.diagnostics import Entry
from dsl.parser import parse
from dsl.spans import Source
from dsl.syntax_errors import table

CASES = [(row.entry.code, broken, excerpt) for row in table.TABLE for broken, excerpt in row.examples]
UNTYPEABLE = {"E0006"}  # its examples are commands


@pytest.mark.parametrize(("code", "broken", "excerpt"), CASES)
def test_each_broken_example_gives_its_message(code: str, broken: str, excerpt: str) -> None:
    _, diagnostics = parse(Source("broken.dl", broken))
    assert diagnostics, "no error was found"
    first = diagnostics[0]
    assert first.code == code, first
    assert excerpt in f"{first.message} {first.help} {first.notes}", first


@pytest.mark.parametrize("entry", [e for e in table.CATALOGUE if e.code not in UNTYPEABLE], ids=lambda e: e.code)
def test_the_catalogues_examples_are_what_they_claim(entry: Entry) -> None:
    _, wrong = parse(Source("wrong.dl", entry.wrong))
    assert [d.code for d in wrong] == [entry.code]
    assert wrong[0].severity == entry.severity
    _, right = parse(Source("right.dl", entry.right))
    assert right == ()


def test_codes_are_unique_and_in_range() -> None:
    codes = [entry.code for entry in table.CATALOGUE]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[EW]00[0-9]{2}", code) and code != "E0000" for code in codes)


def test_every_error_points_into_the_text_and_says_what_to_do() -> None:
    for code, broken, _ in CASES:
        _, diagnostics = parse(Source("broken.dl", broken))
        for diagnostic in diagnostics:
            assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(broken), code
            assert diagnostic.message, code
            assert not diagnostic.message.endswith("."), code
            assert diagnostic.help or diagnostic.notes or diagnostic.primary.text, diagnostic


def test_every_fix_removes_its_error() -> None:
    for code, broken, _ in CASES:
        _, before = parse(Source("broken.dl", broken))
        fix = before[0].fix
        if fix is not None:
            repaired = broken[: fix.span.start] + fix.text + broken[fix.span.end :]
            _, after = parse(Source("repaired.dl", repaired))
            assert all(d.span.start > fix.span.start or d.code != code for d in after), (broken, repaired, after)
