"""Every code's wrong example is reported under that code, and its right example is not reported at all."""

import pytest

from compiler.pipeline import compile_text
from compiler.problems import CATALOGUE
from dsl.diagnostics import Entry
from dsl.spans import Source


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in compile_text(Source("example.dl", text)).diagnostics]


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.code)
def test_examples(entry: Entry) -> None:
    assert entry.code in codes(entry.wrong)
    assert entry.code not in codes(entry.right)
    assert not [code for code in codes(entry.right) if code.startswith("E")]


def test_codes_are_given_once() -> None:
    assert len({entry.code for entry in CATALOGUE}) == len(CATALOGUE)
