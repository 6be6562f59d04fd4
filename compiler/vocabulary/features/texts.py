"""Texts written alike, and cut into tokens."""

from functools import partial
from typing import ClassVar

from compiler.types import Kind, Tensor
from compiler.vocabulary.base import Misfit, arg, bad, ok
from compiler.vocabulary.declaration import argument, declare
from compiler.vocabulary.speech import Feature

TEXT = Tensor((), "text")
BYTES = 256


class Rewriting(Feature, abstract=True):
    """A text written in another way."""

    takes = (("text",),)
    gives: ClassVar[Kind | None] = "text"
    by_element = True


rewriting = partial(declare, __name__, Rewriting)

# fmt: off
rewriting("lower", "The text in small letters.", standalone="lower", examples=(ok(TEXT, TEXT), bad([], "takes text")))
rewriting("strip", "The text without the spaces, or other characters, at its two ends.",
    characters=argument(str, "the characters to take off; spaces and line ends where there are none", ""),
    standalone="strip", examples=(ok(TEXT, TEXT), ok(TEXT, TEXT, characters="."), bad([], "takes text")))
rewriting("replace", "The text with one piece of it replaced by another wherever it stands.",
    old=argument(str, "what is replaced"), new=argument(str, "what takes its place", ""),
    standalone="replace",
    examples=(ok(TEXT, TEXT, old="-"), ok(TEXT, TEXT, old="-", new=" "), bad([], "takes text", old="-")))
# fmt: on


class Tokens(Feature):
    """A text's tokens as whole numbers, the places of a vocabulary that is that of the training split.

    A token is one of its `characters`; or one of its `words`, runs of letters and digits, and every other character
    that is no space; or a byte pair (`bpe`), a piece of a word that is frequent, such that no text is unknown. 0 is
    padding, which stands in no text, and 1 a token that is not in the vocabulary; the others follow, the most frequent
    ones first. `size` bounds the vocabulary, those two included; byte pairs are 8,192 where nothing is said. Texts
    differ in length: `int[t <= 64]` holds them as they are, `fix_length(64)` brings them to one length, and
    `windows(tokens(text), 64)` puts the tokens of all texts one after another and cuts them into pieces of 64. How many
    texts were cut at `longest` tokens is told in the report.
    """

    by: str = arg("what a token is", "words", choices=("characters", "words", "bpe"))
    size: int | None = arg("how many tokens the vocabulary has at most", None, at_least=3)
    longest: int | None = arg("how many tokens of a text are kept", None, at_least=1)
    fitted = True
    uneven = True
    standalone = "tokens"
    takes = (("text",),)
    gives: ClassVar[Kind | None] = "int"
    source = "Sennrich et al., 2016 (byte pairs); Radford et al., 2019 (of bytes); tokenizers.models.BPE"
    examples = (
        ok(TEXT, Tensor(None, "int")),
        ok(TEXT, Tensor(None, "int"), by="characters", longest=16),
        ok(TEXT, Tensor(None, "int"), by="bpe", size=300),
        bad(TEXT, "one of characters, words, bpe", by="syllables"),
        bad(TEXT, "at least 258", by="bpe", size=200),
        bad(Tensor((3,), "text"), "one text", by="words"),
        bad([], "takes text"),
    )

    def verify(self) -> None:
        if self.by == "bpe" and self.size is not None and self.size < BYTES + 2:
            reason = f"byte pairs begin with the {BYTES} bytes, so size must be at least {BYTES + 2}"
            raise Misfit(reason, what="value", argument="size")

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        if inputs[0].shape not in (None, ()):
            raise Misfit(f"tokens takes one text, but here is {inputs[0]}", input=0)
        return Tensor(None, "int")
