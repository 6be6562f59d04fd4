"""One mistake gives one error, at or about the place of the mistake."""

import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from compiler.pipeline import compile_text
from dsl.diagnostics import Diagnostic
from dsl.render import human
from dsl.spans import Source
from tests.corpus.mutations import Mutant, mutants

GOOD = sorted((Path(__file__).parent / "good").glob("*.dl"))
EACH = 3
# What is reached, over all of them; a change that makes it worse is to be looked at, case by case.
SEVERAL, ELSEWHERE = 0.04, 0.01


@cache
def outcomes() -> list[tuple[Mutant, list[Diagnostic]]]:
    """Some mutants of every good program, with the errors that are reported."""
    draw = random.Random(0)
    found = []
    for path in GOOD:
        of_one = list(mutants(path.read_text(encoding="utf-8")))
        for mutant in draw.sample(of_one, min(EACH, len(of_one))):
            compiled = compile_text(Source(path.name, mutant.text))
            found.append((mutant, [item for item in compiled.diagnostics if item.severity == "error"]))
    return [(mutant, errors) for mutant, errors in found if errors]


def places(error: Diagnostic) -> list[int]:
    return [label.span.line for label in (error.primary, *error.others, *error.chain)]


def about(error: Diagnostic, mutant: Mutant) -> bool:
    """Whether an error points at the mistake, or names it."""
    return any(line in mutant.lines() for line in places(error)) or mutant.name in human([error])


def test_every_kind_is_there() -> None:
    kinds = Counter(mutant.kind for mutant, _ in outcomes())
    assert set(kinds) == {"renamed", "resized", "dropped", "swapped"}
    assert min(kinds.values()) > 30


def test_one_mistake_is_one_error() -> None:
    several = [mutant.text for mutant, errors in outcomes() if len(errors) > 1]
    assert len(several) <= SEVERAL * len(outcomes()), "\n\n".join(several)


def test_the_error_is_about_the_mistake() -> None:
    far = [mutant.text for mutant, errors in outcomes() if not any(about(error, mutant) for error in errors)]
    assert len(far) <= ELSEWHERE * len(outcomes()), "\n\n".join(far)


@pytest.mark.parametrize(
    "text",
    [
        "model Net(x: [4]) { x -> denze(8) -> relu -> denze(3) }",
        "block b(x: [n], k) { x -> conv(3, k) }\nmodel Net(x: [4], y: [5]) { (x -> b(3)) + (y -> b(3)) }",
        'data d = sklearn("iris") { x: [5] = features\n y: class[3] = target }\nmodel Net = dense(3)\n'
        "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(x), y) using sgd(0.1) }\n"
        "evaluate { accuracy(Net(x), y) }",
    ],
    ids=["a word twice", "a block called twice", "a field used twice"],
)
def test_the_same_mistake_at_several_places_is_said_once(text: str) -> None:
    assert len(compile_text(Source("x.dl", text)).diagnostics) == 1
