"""The language's acceptance cases: nothing is wrong in them but words that are still to come.

A file's list may only get shorter.
"""

from pathlib import Path

import pytest

from compiler.pipeline import compile_text
from dsl.format import format_tree
from dsl.parser import parse
from dsl.spans import Source

FOLDER = Path(__file__).parents[1] / "dsl" / "examples"
TO_COME: dict[str, set[str]] = {
    "01_mcculloch_pitts": set(),
    "02_neuron": set(),
    "03_perceptron": set(),
    "04_resnet152": set(),
    "05_gpt": {"self_attention", "positions", "unembed", "perplexity", "text", "generate"},
    "06_rbm": {"weights"},
    "07_vae": {"scatter", "samples"},
    "08_gan": {"samples"},
    "09_diffusion": {"cosine_schedule", "sinusoidal", "samples", "ddim"},
    "10_contrastive_transfer": set(),
    "11_lstm_regression": {"lstm", "last"},
    "12_cartpole_ppo": {"rollout", "steps", "reuse"},
}
UNKNOWN = {"E0101", "E0103", "E0107"}
"""An unknown name, an unknown argument, a word that stands elsewhere only."""


def test_every_example_is_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.dl")} == TO_COME.keys()


@pytest.mark.parametrize("name", TO_COME)
def test_only_words_are_unknown(name: str) -> None:
    text = (FOLDER / f"{name}.dl").read_text(encoding="utf-8")
    compiled = compile_text(Source(f"{name}.dl", text))
    errors = [diagnostic for diagnostic in compiled.diagnostics if diagnostic.severity == "error"]
    assert {diagnostic.code for diagnostic in errors} <= UNKNOWN
    assert {diagnostic.primary.span.text for diagnostic in errors} <= TO_COME[name]
    assert (compiled.experiment is None) == bool(errors)


@pytest.mark.parametrize("name", TO_COME)
def test_formatting_again_changes_nothing(name: str) -> None:
    file, found = parse(Source(f"{name}.dl", (FOLDER / f"{name}.dl").read_text(encoding="utf-8")))
    assert file is not None
    assert not found
    once = format_tree(file)
    again, _ = parse(Source(f"{name}.dl", once))
    assert again is not None
    assert format_tree(again) == once
