"""Every block of the tutorial is what its page says: a right program, or a wrong one with the code that it names.

A block is ```dl, ```dl run (also run to its end, its figures compared with the page's), ```dl wrong CODE, or
```dl continues (appended to the last one).  Each that trains or evaluates is run for a few steps.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from compiler.draw import draw, layout
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


# Runs each of the files that follow for a few steps, in one process: importing JAX takes longer than most of them.
SHORT_RUNS = """
import sys, traceback
from pathlib import Path
import dlc
failed = []
for spec in map(Path, sys.argv[1:]):
    try:
        dlc.run(spec, quick=True, out=spec.with_suffix(""))
    except Exception:
        failed.append(spec.stem)
        traceback.print_exc()
sys.exit(1 if failed else 0)
"""

# Of a few steps most is compiling them.
QUICK = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"


def executed(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JAX_PLATFORMS": "cpu", **environment}
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)


def test_every_block_runs(tmp_path: Path) -> None:
    blocks = [block for block in RIGHT if re.search(r"^(?:train|evaluate)\b", block.text, re.MULTILINE)]
    specs = [tmp_path / f"{block.page.removesuffix('.md')}_{block.line}.dl" for block in blocks]
    for spec, block in zip(specs, blocks, strict=True):
        spec.write_text(block.text, encoding="utf-8")
    done = executed("-c", SHORT_RUNS, *map(str, specs), XLA_FLAGS=QUICK)
    assert done.returncode == 0, done.stderr
    assert [spec for spec in specs if not (spec.with_suffix("") / "report.html").exists()] == []


PICTURES = {"convnet.svg": ("9_history.md", 2, "model"), "resnet152.svg": ("9_history.md", 3, "model")}
PICTURES |= {"gan.svg": ("10_kinds.md", 3, "training")}


def labels(svg: bytes) -> list[bytes]:
    """A picture's texts: how wide they are is for the computer's fonts to say."""
    return re.findall(rb"<(?:text|title)\b[^>]*>([^<]*)", svg)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_those_of_the_blocks(name: str, request: pytest.FixtureRequest) -> None:
    page, number, view = PICTURES[name]
    block = [block for block in RIGHT if block.page == page][number]
    experiment = compile_text(Source("tutorial.dl", block.text)).experiment
    assert experiment is not None
    drawn = layout.render(draw(experiment, view=view), "svg")  # type: ignore[arg-type]
    path = ROOT / "docs" / "pictures" / name
    if request.config.getoption("--update-golden"):
        path.write_bytes(drawn)
    assert labels(path.read_bytes()) == labels(drawn) != []
    assert f"../pictures/{name}" in (ROOT / "docs" / "tutorial" / page).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What each block marked `run` reports when it is run to its end, by page."""
    found = {}
    for block in RUN:
        folder = tmp_path_factory.mktemp("tutorial")
        (folder / "tutorial.dl").write_text(block.text, encoding="utf-8")
        done = executed("-m", "dlc", "run", str(folder / "tutorial.dl"), "--out", str(folder / "run"))
        assert done.returncode == 0, done.stderr
        report = json.loads((folder / "run" / "report.json").read_text(encoding="utf-8"))
        found[block.page] = report["evaluations"][0]["items"]
    return found


def table_of(page: str, first: str) -> list[list[str]]:
    """The rows of the table whose heading begins with a word."""
    text = (ROOT / "docs" / "tutorial" / page).read_text(encoding="utf-8")
    lines = re.search(rf"^\| {first} [^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", text, re.MULTILINE)
    assert lines is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1].splitlines()]


def test_the_table_of_training(reports: dict[str, list[Any]]) -> None:
    """Iteration, prediction, label and loss are those that the run traces."""
    (trace,) = (item["trace"] for item in reports["1_neuron.md"] if "trace" in item)
    traced = {row["iteration"]: row for row in trace}
    for iteration, given, prediction, label, loss in table_of("1_neuron.md", "iteration"):
        row = traced[int(iteration)]
        assert (row["input"], row["label"]) == (int(given), int(label))
        assert row["prediction"] == pytest.approx(float(prediction), abs=0.06)
        assert row["loss"] == pytest.approx(float(loss), rel=0.02)


def test_the_table_of_assessment(reports: dict[str, list[Any]]) -> None:
    """The lecture's four ratios are those that the run computes."""
    computed = {item["word"]: item["headline"] for item in reports["7_assessment.md"]}
    rows = table_of("7_assessment.md", "measure \\| value")
    assert [name for name, _, _ in rows] == list(computed)
    for name, value, interval in rows:
        low, high = (float(end.rstrip("%")) / 100 for end in interval.split(" to "))
        headline = computed[name]
        assert headline["value"] == pytest.approx(float(value.rstrip("%")) / 100, abs=5e-4)
        ends = headline["interval"]["low"], headline["interval"]["high"]
        assert ends == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))
    exact = {"sensitivity": 2 / 3, "specificity": 1 / 3, "precision": 2 / 4, "accuracy": 3 / 6}
    assert {name: headline["value"] for name, headline in computed.items()} == pytest.approx(exact)


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
