"""Every block of the tutorial is what its page says: a right program, or a wrong one with the code that it names.

A block is ```dl, ```dl run (also run for a few steps), ```dl wrong CODE, or ```dl continues (appended to the last one).
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from compiler.pipeline import compile_text
from dsl.format import format_tree
from dsl.parser import parse
from dsl.render import human
from dsl.spans import Source

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "tutorial").glob("*.md"))
# Said of evaluations on training data, which the page on overfitting is about.
ON_PURPOSE = {"W0503"}


@dataclass(frozen=True)
class Block:
    """`text` is the whole program, that of the blocks before it included where it continues them."""

    page: str
    line: int
    mark: str
    text: str
    own: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found: list[Block] = []
    for match in re.finditer(r"^```dl([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        mark, own = match[1].strip(), match[2]
        right = [block for block in found if not block.mark.startswith("wrong")]
        whole = f"{right[-1].text}\n{own}" if mark == "continues" else own
        found.append(Block(page.name, text.count("\n", 0, match.start()) + 1, mark, whole, own))
    return found


BLOCKS = [block for page in PAGES for block in blocks_of(page)]
RIGHT = [block for block in BLOCKS if not block.mark.startswith("wrong")]
WRONG = [block for block in BLOCKS if block.mark.startswith("wrong")]
RUN = [block for block in BLOCKS if block.mark == "run"]


@pytest.mark.parametrize("block", RIGHT, ids=str)
def test_right(block: Block) -> None:
    compiled = compile_text(Source("tutorial.dl", block.text))
    said = [diagnostic for diagnostic in compiled.diagnostics if diagnostic.code not in ON_PURPOSE]
    assert human(said, color=False) == ""
    assert compiled.experiment is not None


@pytest.mark.parametrize("block", WRONG, ids=str)
def test_wrong(block: Block) -> None:
    compiled = compile_text(Source("tutorial.dl", block.text))
    assert [diagnostic.code for diagnostic in compiled.diagnostics] == [block.mark.removeprefix("wrong ")]


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_canonical(block: Block) -> None:
    file, _ = parse(Source("tutorial.dl", block.own))
    assert file is not None
    assert format_tree(file) == block.own


@pytest.mark.parametrize("block", RUN, ids=str)
def test_run(block: Block, tmp_path: Path) -> None:
    spec = tmp_path / "tutorial.dl"
    spec.write_text(block.text, encoding="utf-8")
    command = [sys.executable, "-m", "dlc", "run", str(spec), "--quick", "--out", str(tmp_path / "run")]
    paths = {"PYTHONPATH": str(ROOT), "JAX_PLATFORMS": "cpu", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(command, env={**os.environ, **paths}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "run" / "report.html").exists()


def test_marks() -> None:
    assert len(RUN) <= 2
    assert all(block.mark in ("", "run", "continues") for block in RIGHT)
    assert all(re.fullmatch(r"wrong [EW]\d{4}", block.mark) for block in WRONG)


def test_pages_are_linked() -> None:
    index = (ROOT / "docs" / "tutorial" / "index.md").read_text(encoding="utf-8")
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links {link}"
        assert page.name == "index.md" or f"({page.name})" in index
