"""Words are found by an index, which may be old but makes nothing wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from compiler.vocabulary import registry
from compiler.vocabulary.base import OPERATORS, WORDS

LOOK = """
import sys
from compiler.vocabulary import registry
registry.INDEX = sys.argv[1]
from compiler.vocabulary.base import OPERATORS, WORDS, lookup
assert OPERATORS["-", 1].name == "negate" and OPERATORS["-", 2].name == "subtract"
assert lookup("normal", "initializer", "value").namespace == "initializer"
assert lookup("nowhere", *WORDS) is None
print(len([name for name in sys.modules if name.startswith("compiler.vocabulary.")]))
print(len([word for words in WORDS.values() for word in words]))
"""


def test_the_index_is_up_to_date() -> None:
    """Where this fails: `python -m compiler.vocabulary.registry`."""
    assert Path(registry.INDEX).read_text(encoding="utf-8") == registry.index_text()


def looked(index: Path) -> tuple[int, int]:
    """How many modules some look-ups import with an index, and how many words there are."""
    done = subprocess.run([sys.executable, "-c", LOOK, str(index)], capture_output=True, text=True, check=True)
    modules, words = map(int, done.stdout.split())
    return modules, words


@pytest.mark.parametrize("change", ["none", "gone", "length", "module"])
def test_an_old_index_makes_nothing_wrong(change: str, tmp_path: Path) -> None:
    lines = Path(registry.INDEX).read_text(encoding="utf-8").splitlines()
    if change == "length":
        lines = [" ".join([line.split()[0], "1"]) for line in lines]
    if change == "module":
        lines = [line for line in lines if not line.startswith(("arithmetic ", "initializers "))]
    index = tmp_path / "index.txt"
    if change != "gone":
        index.write_text("\n".join(lines), encoding="utf-8")
    modules, words = looked(index)
    assert words == sum(len(found) for found in WORDS.values())
    everything = len(registry.lengths())
    assert (modules < everything // 2) == (change in ("none", "module"))


def test_operators_are_found_by_sign_and_operands() -> None:
    assert {key: word.name for key, word in OPERATORS.items()}["*", 2] == "multiply"
    assert ("*", 1) not in OPERATORS
