"""Diagnostics as people, programs and code hosts see them."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from dsl.diagnostics import Diagnostic, Entry, Fix, Label
from dsl.render import as_json, as_sarif, human
from dsl.spans import Source, Span

SOURCE = Source("nets/lenet.dl", "model Net(x: [4]) -> [3] {\n\tx -> dense(2)\n}\n\n# 学習\nlet 学 = Net(学習, wide)\n")
OTHER = Source("blocks.dl", "block stage(x) = x\n")


def at(source: Source, part: str) -> Span:
    start = source.text.index(part)
    return Span(source, start, start + len(part))


FINDING = Diagnostic(
    "E0203",
    "error",
    "2 outputs where 3 are promised",
    Label(at(SOURCE, "dense(2)"), "gives [2]"),
    others=(Label(at(SOURCE, "[3]"), "promised here"), Label(at(OTHER, "stage"), "used here")),
    chain=(Label(at(OTHER, "= x"), "block stage"),),
    notes=("the value is [2]",),
    help="write `dense(3)`,\nor promise [2]",
    fix=Fix(at(SOURCE, "dense(2)"), "dense(3)", "write `dense(3)`"),
)
WARNING = Diagnostic("W0301", "warning", "a wide line", Label(at(SOURCE, "wide"), "here"))


def test_for_people() -> None:
    assert human([WARNING, FINDING]) == (
        """\
error[E0203]: 2 outputs where 3 are promised
 --> nets/lenet.dl:2:7
  |
1 | model Net(x: [4]) -> [3] {
  |                      --- promised here
2 |     x -> dense(2)
  |          ^^^^^^^^ gives [2]
 ::: blocks.dl:1:7
  |
1 | block stage(x) = x
  |       ----- used here
  |
  = in: block stage (blocks.dl:1:16)
  = note: the value is [2]
  = help: write `dense(3)`,
          or promise [2]

warning[W0301]: a wide line
 --> nets/lenet.dl:6:17
  |
6 | let 学 = Net(学習, wide)
  |                    ^^^^ here"""
    )


def test_color_adds_nothing_but_color() -> None:
    colored = human([FINDING], color=True)
    assert "\x1b[1;31merror[E0203]\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == human([FINDING])


def test_several_labels_on_a_line_and_lines_between() -> None:
    finding = Diagnostic(
        "E1", "error", "m", Label(at(SOURCE, "Net(学習")), (Label(at(SOURCE, "4"), "a"), Label(at(SOURCE, "3"), "b"))
    )
    assert human([finding]).splitlines()[2:] == [
        "  |",
        "1 | model Net(x: [4]) -> [3] {",
        "  |               - a",
        "  |                       - b",
        "...",
        "6 | let 学 = Net(学習, wide)",
        "  |          ^^^^^^^^",
    ]


def test_the_end_of_the_file_and_many_lines() -> None:
    end = len(SOURCE.text)
    assert human([Diagnostic("E1", "error", "m", Label(Span(SOURCE, end, end)))]).endswith("7 |\n  | ^")
    shown = human([Diagnostic("E1", "error", "m", Label(Span(SOURCE, 0, end)))])
    assert shown.endswith("1 | model Net(x: [4]) -> [3] {\n  | ^^^^^^^^^^^^^^^^^^^^^^^^^^")


def test_a_long_line_is_cut_around_its_mark() -> None:
    source = Source("x.dl", "a" * 5000 + "b" + "c" * 5000)
    line, marks = human([Diagnostic("E1", "error", "m", Label(at(source, "b")))]).splitlines()[-2:]
    assert len(line) < 200
    assert line[marks.index("^")] == "b"


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_nothing_in_a_text_steers_the_terminal_or_breaks_its_encoding(text: str, start: int, length: int) -> None:
    source = Source(text, text)
    span = Span(source, min(start, len(text)), min(start + length, len(text)))
    finding = Diagnostic("E1", "error", text, Label(span, text), chain=(Label(span, text),), notes=(text,), help=text)
    shown = human([finding])
    shown.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    json.loads(as_json([finding]))
    json.loads(as_sarif([finding]))


def test_for_programs() -> None:
    first, second = json.loads(as_json([WARNING, FINDING]))
    assert (first["file"], first["line"], first["column"]) == ("nets/lenet.dl", 2, 7)
    assert first["end"] == {"line": 2, "column": 15}
    assert (first["code"], first["severity"], first["help"]) == ("E0203", "error", "write `dense(3)`,\nor promise [2]")
    assert [other["text"] for other in first["others"]] == ["promised here", "used here"]
    assert first["chain"][0]["file"] == "blocks.dl"
    assert first["fix"]["text"] == "dense(3)"
    assert second["fix"] is None
    assert json.loads(as_json([])) == []


def test_for_code_hosts() -> None:
    entry = Entry("E0203", "error", "shapes differ", "They must agree.", "a", "b")
    (run,) = json.loads(as_sarif([WARNING, FINDING], [entry]))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["E0203", "W0301"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"] == {"text": "shapes differ"}
    error, warning = run["results"]
    assert (error["level"], warning["level"]) == ("error", "warning")
    region = error["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 15}
