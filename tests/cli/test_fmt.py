"""`dlc fmt` as a whole process: in place, `--check`, `--diff`, and standard input."""

import os
import subprocess
import sys
from pathlib import Path

MARK = b"\xef\xbb\xbf"
MESSY, TIDY = b"let   a = 1  # one\r\nlet b=2", b"let a = 1  # one\nlet b = 2\n"


def fmt(*arguments: str, folder: Path, text: bytes = b"") -> tuple[int, bytes, str]:
    """The exit code, standard output and standard error."""
    command = [sys.executable, "-m", "dlc", "fmt", *arguments]
    done = subprocess.run(command, cwd=folder, env={**os.environ}, capture_output=True, input=text, check=False)
    return done.returncode, done.stdout, done.stderr.decode().replace("\r\n", "\n")


def test_in_place(tmp_path: Path) -> None:
    spec = tmp_path / "a.dl"
    spec.write_bytes(MARK + MESSY)
    assert fmt("--check", "a.dl", folder=tmp_path) == (1, b"", "a.dl is not formatted\n")
    assert spec.read_bytes() == MARK + MESSY
    assert fmt("a.dl", folder=tmp_path) == (0, b"formatted a.dl" + os.linesep.encode(), "")
    assert spec.read_bytes() == TIDY
    assert fmt("--check", "a.dl", folder=tmp_path) == (0, b"", "")
    assert fmt("a.dl", folder=tmp_path) == (0, b"", "")


def test_standard_input(tmp_path: Path) -> None:
    assert fmt("-", folder=tmp_path, text=MESSY) == (0, TIDY, "")
    assert fmt("-", folder=tmp_path, text=TIDY) == (0, TIDY, "")
    assert fmt("--check", "-", folder=tmp_path, text=TIDY) == (0, b"", "")
    assert fmt("--check", "-", folder=tmp_path, text=MESSY) == (1, b"", "standard input is not formatted\n")
    code, out, said = fmt("-", folder=tmp_path, text=b"let a = (1\n")
    assert (code, out) == (1, b"")
    assert "E0002" in said
    assert "<stdin>:1:9" in said
    code, out, said = fmt("-", folder=tmp_path, text=b"\xff\xfe")
    assert (code, out, said) == (2, b"", "dlc: cannot read <stdin>: it is not UTF-8 text (byte 0)\n")


def test_a_difference_that_patch_applies(tmp_path: Path) -> None:
    spec = tmp_path / "a.dl"
    for text in (MESSY, MARK + MESSY, MESSY + b"\n", TIDY.replace(b"1", b" 1"), TIDY + b"\n\n"):
        spec.write_bytes(text)
        code, difference, said = fmt("--diff", "a.dl", folder=tmp_path)
        assert (code, said) == (1, "")
        assert spec.read_bytes() == text
        subprocess.run(["patch", "-s", "--binary", "a.dl"], cwd=tmp_path, input=difference, check=True)
        assert spec.read_bytes() == TIDY, difference
    assert fmt("--diff", "a.dl", folder=tmp_path) == (0, b"", "")
    assert fmt("--diff", "-", folder=tmp_path, text=TIDY.replace(b"1", b" 1")) == (
        1,
        b"--- standard input\n+++ standard input (formatted)\n@@ -1,2 +1,2 @@\n"
        b"-let a =  1  # one\n+let a = 1  # one\n let b = 2\n",
        "",
    )
