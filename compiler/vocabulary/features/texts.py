"""Texts written alike."""

from typing import ClassVar

from compiler.types import Tensor
from compiler.vocabulary.base import Feature, arg, bad, ok

TEXT = Tensor((), "text")


class Rewriting(Feature, abstract=True):
    """A text written in another way."""

    takes = (("text",),)
    gives: ClassVar[str | None] = "text"

    def elementwise(self) -> bool:
        return True


class Lower(Rewriting):
    """The text in small letters."""

    examples = (ok(TEXT, TEXT), bad([], "takes text"))


class Strip(Rewriting):
    """The text without the spaces, or other characters, at its two ends."""

    characters: str = arg("the characters to take off; spaces and line ends where there are none", "")
    examples = (ok(TEXT, TEXT), ok(TEXT, TEXT, characters="."), bad([], "takes text"))


class Replace(Rewriting):
    """The text with one piece of it replaced by another wherever it stands."""

    old: str = arg("what is replaced")
    new: str = arg("what takes its place", "")
    examples = (ok(TEXT, TEXT, old="-"), ok(TEXT, TEXT, old="-", new=" "), bad([], "takes text", old="-"))
