"""`dlc check --fix`: as a whole process, and as a property of every wrong program of the corpus."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from test_commands import dlc

from compiler.pipeline import Compiled, compile_text
from dsl.diagnostics import Diagnostic, Fix, Label
from dsl.spans import Source, Span
from runtime.spec.fix import apply_edits, fix_all, replace_file

BAD = sorted((Path(__file__).parents[1] / "corpus" / "bad").glob("*.dl"))
WRONG = """\
# kept   as it is
import "parts/head.dl"

model Net(x: [4]) => [3] {
  h = dense( 8,  bias = False )
  x -> h   -> head(3 deep = true)
}
"""
RIGHT = """\
# kept   as it is
import "parts/head.dl"

model Net(x: [4]) -> [3] {
  let h = dense( 8,  bias = false )
  x -> h   -> head(3, deep = true)
}
"""
HEAD = "block head(x: [n], width, deep) {\r\n  x → dense(width)\r\n}\r\n"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "net.dl").write_text(WRONG)
    (tmp_path / "parts" / "head.dl").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    return tmp_path


def test_fixes_are_applied_here_and_in_what_is_imported(specs: Path) -> None:
    (specs / "net.dl").chmod(0o640)
    done = dlc("check", "--fix", "net.dl", cwd=specs)
    assert (done.returncode, done.stdout) == (0, "net.dl: no problems found\n"), done.stderr
    assert (specs / "net.dl").read_text() == RIGHT
    assert (specs / "net.dl").stat().st_mode & 0o777 == 0o640
    assert (specs / "parts" / "head.dl").read_bytes() == b"\xef\xbb\xbf" + HEAD.replace("→", "->").encode()
    assert "net.dl:4:19: fixed E0038: write `->`" in done.stderr
    assert f"{Path('parts/head.dl')}:2:5: fixed E0038: write `->`" in done.stderr
    assert sorted(path.name for path in specs.iterdir()) == ["net.dl", "parts"]
    assert dlc("check", "--fix", "net.dl", cwd=specs).stderr == ""


def test_without_fix_nothing_is_changed_and_json_tells_the_fix(specs: Path) -> None:
    found = json.loads(dlc("check", "--json", "net.dl", cwd=specs).stdout)
    assert (specs / "net.dl").read_text() == WRONG
    assert found[0]["fix"] == {
        "file": "net.dl",
        "line": 4,
        "column": 19,
        "end": {"line": 4, "column": 21},
        "text": "->",
        "title": "write `->`",
        "sure": True,
    }
    done = dlc("check", "--json", "--fix", "net.dl", cwd=specs)
    assert json.loads(done.stdout) == []
    assert (specs / "net.dl").read_text() == RIGHT


def test_guesses_are_applied_only_where_asked_for(tmp_path: Path) -> None:
    spec = tmp_path / "net.dl"
    spec.write_text("model Net(x: [4]) -> [3] { x -> denze(3) }\n")
    done = dlc("check", "--fix", "net.dl", cwd=tmp_path)
    assert done.returncode == 1
    assert "denze" in spec.read_text()
    assert dlc("check", "--fix-guesses", "net.dl", cwd=tmp_path).returncode == 0
    assert spec.read_text() == "model Net(x: [4]) -> [3] { x -> dense(3) }\n"


def test_sarif_holds_the_fixes(specs: Path) -> None:
    (run,) = json.loads(dlc("check", "--sarif", "net.dl", cwd=specs).stdout)["runs"]
    fixes = [fix for result in run["results"] for fix in result.get("fixes", ())]
    assert {change["artifactLocation"]["uri"] for fix in fixes for change in fix["artifactChanges"]} == {
        "net.dl",
        "parts/head.dl",
    }
    (first,) = fixes[0]["artifactChanges"][0]["replacements"]
    assert first["insertedContent"] == {"text": "->"}
    assert first["deletedRegion"] == {"startLine": 4, "startColumn": 19, "endLine": 4, "endColumn": 21}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.dl"
    path.write_text("old")
    with pytest.raises(TypeError):
        replace_file(path, "no bytes")  # type: ignore[arg-type]
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("a.dl", "old")]


def checked(texts: Mapping[str, str]) -> Compiled:
    return compile_text(Source("bad.dl", texts["bad.dl"]))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_fixed_findings_are_gone_and_nothing_else_is_touched(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before = checked({"bad.dl": text})
    fixed = fix_all(before, checked, guesses=True)
    if not fixed.applied:
        assert fixed.texts == {}
        return
    after = fixed.texts["bad.dl"]
    assert after != text
    syntax = [d.code for d in fixed.left.diagnostics if d.code.startswith("E00")]
    assert len(syntax) <= len([d for d in before.diagnostics if d.code.startswith("E00")])
    assert fix_all(fixed.left, checked, guesses=True).applied == ()
    first = min(d.fix.span.start for d in fixed.applied if d.fix is not None)
    assert after[:first] == text[:first]


def finding(source: Source, start: int, end: int, text: str) -> Diagnostic:
    span = Span(source, start, end)
    return Diagnostic("E9999", "error", f"at {start}", Label(span), fix=Fix(span, text, "mend"))


def test_overlapping_fixes_are_applied_one_after_the_other() -> None:
    source = Source("bad.dl", "abcdef")
    first, second = finding(source, 0, 3, "X"), finding(source, 2, 4, "Y")
    asked: list[str] = []

    def recheck(texts: Mapping[str, str]) -> Compiled:
        asked.append(texts["bad.dl"])
        return Compiled(None, (), ())

    fixed = fix_all(Compiled(None, (second, first), (source,)), recheck)
    assert (fixed.applied, asked) == ((first,), ["Xdef"])


def test_a_fix_that_brings_a_syntax_error_is_not_applied_and_the_others_are() -> None:
    source = Source("bad.dl", "abcdef")
    good, bad = finding(source, 0, 1, "X"), finding(source, 4, 5, "!")

    def recheck(texts: Mapping[str, str]) -> Compiled:
        text = Source("bad.dl", texts["bad.dl"])
        wrong = [finding(text, i, i + 1, "!") for i in range(6) if text.text[i] == "e"]
        broken = Diagnostic("E0001", "error", "new", Label(Span(text, 4, 5)))
        return Compiled(None, (*wrong, *([broken] if "!" in text.text else [])), ())

    fixed = fix_all(Compiled(None, (good, bad), (source,)), recheck)
    assert fixed.applied == (good,)
    assert fixed.texts == {"bad.dl": "Xbcdef"}


def test_edits_of_several_files() -> None:
    one, two = Source("1", "abc"), Source("2", "def")
    fixes = [Fix(Span(one, 0, 1), "", "x"), Fix(Span(one, 3, 3), "!", "x"), Fix(Span(two, 1, 2), "EE", "x")]
    assert apply_edits(fixes) == {"1": "bc!", "2": "dEEf"}
