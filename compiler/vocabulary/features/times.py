"""Parts of dates and times, which are texts as ISO 8601 writes them: `2016-07-01`, `2016-07-01 13:30:00`."""

from typing import ClassVar

from compiler.types import Kind, Tensor
from compiler.vocabulary.base import bad, ok
from compiler.vocabulary.speech import Feature

TEXT = Tensor((), "text")


class Part(Feature, abstract=True):
    """A part of a date or time."""

    takes = (("text",),)
    gives: ClassVar[Kind | None] = "class"
    source = "ISO 8601"
    names: ClassVar[tuple[str, ...]] = ()
    by_element = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(inputs[0].shape, "class", classes=len(self.names), class_names=self.names)


class Hour(Part):
    """The hour of a time, 0 to 23."""

    names = tuple(str(hour) for hour in range(24))
    examples = (ok(TEXT, Tensor((), "class", classes=24, class_names=names)), bad([], "takes text"))


class Weekday(Part):
    """The day of a date's week; Monday is the first, 0."""

    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    examples = (ok(TEXT, Tensor((), "class", classes=7, class_names=names)), bad([], "takes text"))


class Month(Part):
    """The month of a date; January is the first, 0."""

    names = (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )
    examples = (ok(TEXT, Tensor((), "class", classes=12, class_names=names)), bad([], "takes text"))


class YearDay(Part):
    """The day of a date's year, as a whole number; 1 January is 0."""

    gives = "int"
    examples = (ok(TEXT, Tensor((), "int")), bad([], "takes text"))

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(inputs[0].shape, "int")
