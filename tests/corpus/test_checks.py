"""The static checks that the language promises, each with the codes that report it and programs that show it.

Checks of files on disk, which no text shows alone, are in `tests/cli/test_check_data.py`.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from compiler.problems import CATALOGUE

BAD = Path(__file__).parent / "bad"
AT_LEAST = 3

CHECKS = {
    "shapes of every expression": ("E0203", "E0206", "E0207", "E0210", "E0211"),
    "kinds of every expression": ("E0204",),
    "head, loss, label and measure: outputs and classes": ("E0203", "E0204"),
    "head, loss, label and measure: logits, probabilities, decisions": ("E0205", "W0505"),
    "the last activation against the loss": ("W0510",),
    "names, with what was probably meant": ("E0101", "E0108"),
    "every layer's arguments: names": ("E0103", "E0104", "E0105", "E0106"),
    "every layer's arguments: types and ranges": ("E0201", "E0212"),
    "every layer's arguments: values that are hardly ever meant": ("W0507",),
    "the number of tensors": ("E0202",),
    "words in their places": ("E0107",),
    "the source's columns": ("E0403",),
    "fields against columns, classes in their range": ("E0404",),
    "what the source holds": ("E0401",),
    "splits": ("E0405", "E0406"),
    "a weight that no loss reaches": ("W0502", "E0307"),
    "a model that is trained nowhere": ("W0504",),
    "unused names": ("W0501",),
    "evaluating on training data": ("W0503",),
    "a label among the inputs": ("W0519",),
    "missing non-linearity": ("W0506",),
    "channels first": ("W0509",),
    "a step that does nothing": ("W0508",),
    "softmax as a hidden activation": ("W0511",),
    "dropout on the output": ("W0512",),
    "statistics shared by two places": ("W0513",),
    "weights that two lines change": ("W0514",),
    "a loss that is made large": ("W0515",),
    "fractions that are lost": ("W0516",),
    "units that stay equal": ("W0517",),
    "adversaries that agree": ("W0520",),
}
FITTED_ON_TRAINING_ONLY = ("keras_scaled_in_the_model", "flax_scaler_in_model", "keras_scaler_in_train")


@cache
def reported() -> dict[str, set[str]]:
    """The programs that report each code."""
    found: dict[str, set[str]] = {}
    for path in BAD.glob("*.txt"):
        for code in re.findall(r"^(?:error|warning)\[(\w+)\]", path.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(code, set()).add(path.stem)
    return found


@pytest.mark.parametrize("check", CHECKS)
def test_programs_show_a_check(check: str) -> None:
    programs = set().union(*(reported().get(code, set()) for code in CHECKS[check]))
    assert len(programs) >= AT_LEAST, sorted(programs)


@pytest.mark.parametrize("program", FITTED_ON_TRAINING_ONLY)
def test_nothing_is_fitted_but_in_the_data(program: str) -> None:
    """What learns from the data stands where the training split is known, and nowhere else."""
    assert program in reported()["E0423"]


def test_every_code_has_a_program() -> None:
    """But those that only a file on disk or the command line can show."""
    elsewhere = {"E0402"}
    assert {entry.code for entry in CATALOGUE} - set(reported()) - elsewhere == set()
