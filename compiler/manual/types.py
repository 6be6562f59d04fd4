"""The page of types: shapes, kinds, meanings, and which losses take what a head gives."""

from collections.abc import Iterator, Mapping
from typing import get_args

from compiler.emit.rules import DEEP, DEEP_CONVOLUTIONS
from compiler.manual.prose import prose
from compiler.types import Kind, Meaning
from compiler.vocabulary.base import WORDS, Word

KINDS: Mapping[Kind, tuple[str, str]] = {
    "real": (
        "`[28, 28, 1]`, `[]`",
        "real numbers; their precision is the train phase's, `f32` unless it says otherwise",
    ),
    "int": ("`int[t]`", "whole numbers"),
    "bool": ("`bool[n]`", "true or false"),
    "class": ("`class[10]`", "one of so many classes, counted from 0; `class[10] x [5]` are five of them"),
    "text": ("`text`", "words and sentences; they become numbers in a data body"),
    "boxes": ("`boxes[n]`", "up to n rectangles"),
}
MEANINGS: Mapping[Meaning, str] = {
    "value": "numbers of which no more is known",
    "logits": "scores of classes, not yet probabilities: any real numbers",
    "probability": "between 0 and 1; over an axis of classes they may add up to 1",
    "log_probability": "logarithms of probabilities, at most 0",
}
LINKS: Mapping[str, str] = {
    "softmax": "one output for each class",
    "sigmoid": "one output, for two classes",
}


def page() -> str:
    values = [word for word in WORDS["value"].values() if not word.name.startswith("_")]
    lines = [
        "# Types: shapes, kinds, meanings",
        "",
        *prose(
            """Every value has a type before anything is computed: the shape of one example, the kind of its
            elements, and what they mean as far as that is known.  The checker carries it from the data's
            column to the measure."""
        ),
        "",
        "## Shapes",
        "",
        *prose(
            """A shape is one example's; the batch axis is never written.  A size is a number, a name that is
            bound where a block or model is applied (`x: [h, w, c]`), a formula of those (`[h // 2, 2 * c]`),
            `_` for any size or `...` for any number of axes.  `[]` is a single number.  `[t <= 256]` is a
            ragged axis: its length differs from example to example, up to 256."""
        ),
        "",
        *prose(
            """In the type of a field, `_` is the size that the source states, else one that only the data tell: as
            many as there are categories, say.  Such a size stands wherever a size does, as `width_of(data.field)`
            or under the name that a model's parameter gives it; it can be computed with, but not counted through."""
        ),
        "",
        *prose(
            """A model or block may be applied to inputs of several shapes, as long as its weights keep theirs: a
            convolution to images of two sizes, an embedding to sequences of two lengths."""
        ),
        "",
        "Two tensors fit each other, element by element, where their axes, counted from the last, are equal or 1.",
        "",
        "## Copies",
        "",
        *prose(
            f"""`N * layer` is N copies in a row, so the layer gives back the shape and kind that it takes.  Each copy
            is judged by what the one before it gives: a stack whose copies end in `softmax` gives probabilities.
            From {DEEP} copies on their weights are stacked and one copy is compiled, which the others run through
            in a loop; below that, and below {DEEP_CONVOLUTIONS} copies where a convolution is inside, they are
            compiled one after another.  Copies that use another model, that have no weights of layers, or that
            need another method for inputs of another shape are never looped.  The result is the same; `dlc build`
            shows which was chosen, and `compiler/emit/rules.py` the measurements."""
        ),
        "",
        "## Kinds",
        "",
        "| kind | written | |",
        "|---|---|---|",
        *(f"| `{kind}` | {KINDS[kind][0]} | {KINDS[kind][1]} |" for kind in get_args(Kind)),
        "",
        *prose(
            """A comparison gives `bool`, `argmax` a class; `real(x)`, `int(x)` and `bool(x)` turn one kind into
            another.  No gradient passes a value that is not real."""
        ),
        "",
        "## Meanings",
        "",
        "| meaning | |",
        "|---|---|",
        *(f"| `{meaning}` | {MEANINGS[meaning]} |" for meaning in get_args(Meaning)),
        "",
        "These words give one:",
        "",
        "| gives | words |",
        "|---|---|",
        *meaning_rows(values),
        "",
        *prose(
            """The meaning keeps mistakes out: a softmax of a softmax is a warning, a loss of logits refuses
            probabilities, and a measure of decisions refuses a regression's numbers."""
        ),
        "",
        "## Heads and losses",
        "",
        *prose(
            """The textbook's notation and the stable one are the same program: where a loss takes the result of
            the activation beside it, the compiler gives it what the activation was applied to, so that no
            probability that was rounded to 0 reaches a logarithm."""
        ),
        "",
        "| the head | ends in | may be left out before |",
        "|---|---|---|",
        *heads(values),
        "",
        *prose(
            """So `cross_entropy(x -> dense(10) -> softmax, y)` and `cross_entropy(x -> dense(10), y)` are one
            loss, and so are `binary_cross_entropy(x -> dense(1) -> squeeze -> sigmoid, y)` and the same
            without `sigmoid`."""
        ),
        "",
        "## Written out by hand",
        "",
        *prose(
            """What a loss is made of may be written out too.  These forms overflow, or lose digits, as they stand,
            and are computed as the words on the right:"""
        ),
        "",
        "| written | computed as |",
        "|---|---|",
        *stable_forms(values),
    ]
    return "\n".join(lines) + "\n"


def meaning_rows(words: list[type[Word]]) -> Iterator[str]:
    for meaning in get_args(Meaning):
        own = [word for word in words if word.meaning == meaning and meaning != "value"]
        if own:
            yield f"| `{meaning}` | {', '.join(map(word_link, own))} |"


def heads(words: list[type[Word]]) -> Iterator[str]:
    """A row for each link: its activations, and the losses that undo them."""
    for link, head in LINKS.items():
        pairs = [word for word in words if default(word).link() == link]
        activations = [word for word in pairs if word.role != "loss"]
        losses = [word for word in pairs if word.role == "loss"]
        yield f"| {head} | {', '.join(map(word_link, activations))} | {', '.join(map(word_link, losses))} |"


def stable_forms(words: list[type[Word]]) -> Iterator[str]:
    """A row for each form that a word declares to be computed otherwise."""
    for rule in dict.fromkeys(rule for word in words for rule in word.stable):
        left, _, right = rule.partition(" = ")
        yield f"| `{left}` | `{right}` |"


def default(word: type[Word]) -> Word:
    """The word with its first example's arguments."""
    return word(**next((example.config for example in word.examples if example.error is None), {}))


def word_link(word: type[Word]) -> str:
    from compiler.manual.words import anchor, file_name, word_title

    return f"[`{word_title(word)}`]({file_name(word.chapter)}#{anchor(word)})"
