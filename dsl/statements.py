"""The statements of the language: one row each, which parser, messages, formatter, editor and report read.

The grammar says how a statement is written, `dsl.syntax` what its tree holds, the checker what it means.
"""

import re
from dataclasses import field
from typing import Any

from dsl import syntax
from dsl.immutable import immutable

TEXT = "text"
"""Stands for the text itself among the bodies in which a statement may stand."""


@immutable
class Form:
    """A kind of statement.

    `word` is the keyword that opens it; a field and an expression have none, and `what` says what they are.
    `meaning` is what completion says of it; `symbol` what it is in an outline, by the name in the language server
    protocol.

    `bodies` are the words of the statements in whose braces it may stand; `elsewhere` is the remedy where it stands in
    others.  `opens` are the terminals between its word and the brace of a body of its own, at the least.

    `sure` is a pattern of what follows the word where a line at the margin is sure to open this statement, whatever
    is open before it.  `namespaces` are those of the words that its value may be.

    `layout` is how the formatter writes it: `{part}` stands for a part of its tree, `[...]` for what is left out where
    its part is, `|` divides columns that neighbours align; the formatter has functions for those that have none.
    """

    node: type[syntax.Node]
    word: str
    meaning: str = ""
    bodies: tuple[str, ...] = (TEXT,)
    elsewhere: str = ""
    opens: tuple[str, ...] | None = field(default=None, kw_only=True)
    declares: bool = field(default=False, kw_only=True)
    sure: str = field(default=r"[ \t]+[\w(]", kw_only=True)
    namespaces: tuple[str, ...] = field(default=(), kw_only=True)
    layout: str = field(default="", kw_only=True)
    symbol: str = field(default="", kw_only=True)
    what: str = field(default="", kw_only=True)

    @property
    def invites(self) -> bool:
        """Whether a value follows the word."""
        return bool(self.word and self.namespaces) and not self.declares

    @property
    def terminal(self) -> str:
        """The name of the keyword in the grammar."""
        return self.word.upper()

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.what or f"`{self.word}`"

    @property
    def remedy(self) -> str:
        """Where it stands instead."""
        return self.elsewhere or f"{self.name} stands in the body of {' or '.join(f'`{body}`' for body in self.bodies)}"


FORMS = (
    Form(syntax.Import, "import", "the blocks, models and hypers of another file", sure=r'[ \t]+["\w]'),
    Form(
        syntax.Hyper, "hyper", "a hyper-parameter", declares=True, sure=r"[ \t]+\w+[ \t]*=", symbol="Constant",
        layout="hyper {name} = {value}[ in {range}]",
    ),
    Form(
        syntax.Data, "data", "examples to learn from", opens=("NAME", "EQ", "NAME"), declares=True,
        sure=r"[ \t]+\w+[ \t]*=", namespaces=("source",), symbol="Struct",
    ),
    Form(
        syntax.Block, "block", "a recipe for a part of a model", opens=("NAME",), declares=True,
        sure=r"[ \t]+\w+[ \t]*[({=-]", symbol="Function",
    ),
    Form(
        syntax.Model, "model", "a thing with weights", opens=("NAME",), declares=True,
        sure=r"[ \t]+\w+[ \t]*[({=-]", symbol="Class",
    ),
    Form(
        syntax.Train, "train", "one phase of learning", opens=(), sure=r"\b(?:[ \t]+\w+)?[ \t]*[({]", symbol="Event",
    ),
    Form(syntax.Evaluate, "evaluate", "what the report holds", opens=(), sure=r"\b[ \t]*[({]", symbol="Event"),
    Form(
        syntax.Let, "let", "a name for a value", (TEXT, "block", "model", "def", "train", "evaluate"),
        "the fields of `data` are expressions over the source's columns: write the value there",
        declares=True, namespaces=("value",), symbol="Variable", layout="let {targets} = {value}",
    ),
    Form(
        syntax.Field, "", "", ("data",), "fields stand in the body of `data`",
        what="a field", namespaces=("value",), symbol="Field", layout="{name}: {type}[|= {value}]",
    ),
    Form(
        syntax.Split, "split", "parts of the data kept apart from training", ("data",), declares=True,
        layout="split {arguments}",
    ),
    Form(
        syntax.Weight, "weight", "a trainable tensor, written out by hand", ("model", "block"),
        "`weight` stands in the body of a `model` or `block`",
        declares=True, namespaces=("initializer",), symbol="Field", layout="weight {name}: {type} = {value}",
    ),
    Form(
        syntax.Def, "def", "a function over the model's weights", ("model",),
        "`def` stands in the body of a `model`; a function by itself is a `block`",
        opens=("NAME", "LPAR", "RPAR"), declares=True, symbol="Method",
    ),
    Form(
        syntax.Minimize, "minimize", "a loss, and the optimizer that minimizes it", ("train",), namespaces=("value",),
    ),
    Form(
        syntax.Show, "show", "a picture in the report", ("evaluate",), namespaces=("show",), layout="show {call}",
    ),
    Form(
        syntax.ExpressionStatement, "", "", ("block", "model", "def", "train", "evaluate"),
        "name it with `let`, or use it in a model, a loss or a measure", what="an expression",
    ),
)  # fmt: skip

FORM_OF: dict[type[Any], Form] = {form.node: form for form in FORMS}
BY_WORD: dict[str, Form] = {form.word: form for form in FORMS if form.word}
IN_TEXT = tuple(form for form in BY_WORD.values() if TEXT in form.bodies)
IN_BODIES = tuple(form for form in BY_WORD.values() if form.bodies != (TEXT,))
BODIED = tuple(form for form in FORMS if form.opens is not None)

STATEMENT_WORDS = tuple(BY_WORD)
"""The keywords that open a statement."""
WORDS_IN_BODIES = tuple(form.word for form in IN_BODIES)
INNER_WORDS = ("in", "over", "using", "for", "if", "then", "else", "and", "or", "not", "true", "false")
"""The keywords within a statement."""


def _openings(forms: tuple[Form, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"{form.word}{form.sure}" for form in forms))


SURE_OPENING = _openings(IN_TEXT)
"""A line at the margin that is sure to open a top-level statement: whatever is open before it was never closed."""
SURE_OPENING_OF_TEXT = _openings(tuple(form for form in IN_TEXT if form.bodies == (TEXT,)))
"""The same of statements that never stand in a body."""
LINE_IN_TEXT = re.compile(rf"^(?:{'|'.join(form.word for form in IN_TEXT)})\b(?![ \t]*[=.,)\]])", re.MULTILINE)
"""A line that seems to open a top-level statement."""
LINE_IN_BODY = re.compile(rf"(?:{'|'.join(WORDS_IN_BODIES)})[ \t]+[\w(]|\w+[ \t]*:|\}}")
"""A line that seems to open a statement of a body, or to end the body."""
