"""Words that rearrange, join, cut or convert tensors without computing with their values."""

from collections.abc import Sequence
from types import EllipsisType
from typing import Any, ClassVar

from compiler.python.target import Expr, Literal, Name, Range, call, index, operator
from compiler.types import Dimension, Formula, Shape, Tensor, size
from compiler.vocabulary.at import along
from compiler.vocabulary.axes import position, spread
from compiler.vocabulary.base import EACH, MASKED, REFUSED, At, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Operation

ANY = ("real", "int", "bool", "class", "text", "boxes")


class Shaping(Operation, abstract=True):
    """A word that gives its first input's values in another shape, with their kind and meaning.

    `moves` says that each value of the result is one of the input's, whatever the arguments are.
    """

    moves: ClassVar[bool] = False
    chapter = "Shapes"
    role = "shape"
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (ANY,)
    computes = False

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        shape = inputs[0].shape
        return inputs[0].reshaped(None if shape is None else self.shaped(shape, inputs[0]))

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        """The result's shape; raises `Misfit`."""
        raise NotImplementedError

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return reshape(at, inputs[0], at.result.shape or ())


def reshape(at: At, x: Expr, shape: Shape) -> Expr:
    """The array in an example's new shape; one size known by name only is left to the library."""
    sizes = tuple(-1 if isinstance(size, Formula) else size for size in shape)
    batch: Expr = Literal(-1) if -1 not in sizes else index(call(f"{at.numpy}.shape", x), 0)
    return at.np("reshape", x, (batch, *sizes) if at.batched[0] else sizes)


CLASS = Tensor((), "class", classes=3)
FIRST_OR_LAST = "an example may have a single place: only the first, 0, and the last, -1, are in all of them"


class Flatten(Shaping):
    """All axes as one, the last running fastest."""

    moves = True
    axes = "... -> n"
    formula = "[a, b, c] as [a * b * c]"
    examples = (
        ok([5, 5, 16], [400]),
        ok(Tensor((28, 28, 1), "bool"), Tensor((784,), "bool")),
        ok([], [1]),
    )

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        return (size(shape),)


class Reshape(Shaping):
    """The same values in another shape; one size may be -1, which stands for what remains."""

    moves = True
    shape: tuple[int, ...] = arg("the new shape", at_least=-1)
    axes = "... -> shape"
    examples = (
        ok([3136], [7, 7, 64], shape=(7, 7, 64)),
        ok([6, 4], [3, 8], shape=(3, -1)),
        ok([1], [], shape=()),
        bad([100], "100 values", shape=(7, 7)),
        bad([10], "does not divide", shape=(3, -1)),
        bad([10], "at most one", shape=(-1, -1)),
        bad([10], "at least -1", shape=(-2, 5)),
    )

    instead = "an axis keeps its length where it and those before it stay as they are: `reshape([t, 8, 8])` of [t, 64]"

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        x = inputs[input]
        same = self.shaped(x.shape or (), x)[: axis + 1] == (x.shape or ())[: axis + 1]
        return EACH if same else REFUSED

    def verify(self) -> None:
        if self.shape.count(-1) > 1:
            raise Misfit("at most one size may be -1", what="value", argument="shape")

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        have = size(shape)
        known: int = 1
        for length in self.shape:
            known *= 1 if length == -1 else length
        if -1 in self.shape:
            if isinstance(have, int) and (known == 0 or have % known):
                raise Misfit(f"{tensor} has {have} values, which {known} does not divide", argument="shape")
            rest = have // known
            return tuple(rest if length == -1 else length for length in self.shape)
        if isinstance(have, int) and have != known:
            help = "a size of -1 stands for what remains"
            raise Misfit(
                f"{tensor} has {have} values, but {Tensor(self.shape)} has {known}", argument="shape", help=help
            )
        return self.shape


class Squeeze(Shaping):
    """The tensor without its axes of size 1, or without one of them."""

    moves = True
    axis: int | None = arg("the axis to leave out; all of size 1 where not given", None)
    examples = (
        ok([1], []),
        ok([1, 28, 1], [28]),
        ok([1, 28, 1], [1, 28], axis=-1),
        bad([28, 1], "of size 1", axis=0),
        bad([3], "no axis of size 1"),
        bad([1], "there is no axis 4", axis=4),
    )
    everywhere = EACH

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        if self.axis is None:
            if 1 not in shape:
                raise Misfit(f"squeeze leaves axes of size 1 out, but there is no axis of size 1 in {tensor}", input=0)
            return tuple(length for length in shape if length != 1)
        axis = position(self.axis, tensor, self.name)
        if shape[axis] != 1:
            raise Misfit(
                f"squeeze leaves an axis of size 1 out, but axis {self.axis} of {tensor} is {shape[axis]}",
                argument="axis",
            )
        return shape[:axis] + shape[axis + 1 :]

    def apply(self, at: At, *inputs: Expr) -> Expr:
        shape = at.inputs[0].shape or ()
        axes = (
            [i for i, n in enumerate(shape) if n == 1]
            if self.axis is None
            else [position(self.axis, at.inputs[0], self.name)]
        )
        spots = tuple(at.axis(axis) for axis in axes)
        if not spots:
            return inputs[0]  # of an unknown shape: its source is not there
        return at.np("squeeze", *inputs, axis=spots if len(spots) > 1 else spots[0])


class Expand(Shaping):
    """The tensor with an axis of size 1 more."""

    moves = True
    axis: int = arg("where the new axis stands in the result", -1)
    examples = (
        ok([28, 28], [28, 28, 1]),
        ok([], [1]),
        ok([10], [1, 10], axis=0),
        bad([10], "there is no axis 2", axis=2),
    )
    everywhere = EACH

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        axis = position(self.axis, tensor, self.name, extra=1)
        return (*shape[:axis], 1, *shape[axis:])

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("expand_dims", *inputs, axis=at.axis(self.axis))


class Transpose(Shaping):
    """The axes in another order; turned round where no order is given."""

    moves = True
    order: tuple[int, ...] | None = arg("which axis stands at each place of the result", None)
    examples = (
        ok([784, 256], [256, 784]),
        ok([4], [4]),
        ok([2, 3, 4], [4, 2, 3], order=(2, 0, 1)),
        bad([2, 3], "each axis once", order=(0, 0)),
        bad([2, 3, 4], "each axis once", order=(1, 0)),
    )
    everywhere = EACH

    def spots(self, tensor: Tensor) -> tuple[int, ...]:
        rank = len(tensor.shape or ())
        order = (
            tuple(reversed(range(rank)))
            if self.order is None
            else tuple(position(i, tensor, self.name, "order") for i in self.order)
        )
        if sorted(order) != list(range(rank)):
            raise Misfit(
                f"transpose takes each axis once, but {list(order)} does not order the {rank} axes of {tensor}",
                argument="order",
            )
        return order

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        return tuple(shape[i] for i in self.spots(tensor))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        order = self.spots(at.inputs[0])
        if at.batched[0]:
            order = (0, *(i + 1 for i in order))
        turned = order == tuple(reversed(range(len(order))))
        return at.np("transpose", *inputs) if turned else at.np("transpose", *inputs, order)


class Slice(Shaping):
    """Some of the places of each axis: the word behind `x[1:3, ..., 0]`.

    An item is a number (that place; the axis goes), a pair (start, stop) with either left out, or `...`.
    """

    moves = True
    items: tuple[Any, ...] = arg("for each axis in turn a number, a (start, stop) or `...`")
    instead = f"{FIRST_OR_LAST}; `x[1:]` and `x[:-1]` leave places out at the ends"
    formula = "x[1:3, ..., 0]"
    examples = (
        ok(Tensor((257,), "int"), Tensor((256,), "int"), items=((None, -1),)),
        ok([28, 28, 3], [26, 28], items=((1, -1), ..., 0)),
        ok([10], [], items=(-1,)),
        ok([10, 4], [3, 4], items=((7, 20),)),
        bad([10], "there is no place 10", items=(10,)),
        bad([10], "2 axes", items=(0, 0)),
        bad([10], "only one", items=(..., ...)),
        bad([10], "nothing is left", items=((5, 5),)),
    )

    def spelled(self, inputs: Sequence[str]) -> str:
        return f"{inputs[0]}[{', '.join(map(section, self.items))}]"

    def verify(self) -> None:
        if self.items.count(...) > 1:
            raise Misfit("only one `...` may stand in an index", what="value", argument="items")

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        item = self.spots(inputs[input].shape or (), inputs[input])[axis]
        # Places are left out at the ends: those at the front count from it, and as many go at the end of each example.
        if isinstance(item, tuple):
            return EACH if (item[0] or 0) >= 0 and (item[1] or 0) <= 0 else REFUSED
        return {0: EACH, -1: MASKED}.get(item, REFUSED)

    def spots(self, shape: Shape, tensor: Tensor) -> list[Any]:
        """One item for each axis, `...` written out."""
        given = [item for item in self.items if not isinstance(item, EllipsisType)]
        if len(given) > len(shape):
            raise Misfit(f"the index names {len(given)} axes, but here is {tensor}", input=0)
        rest = [(None, None)] * (len(shape) - len(given))
        at = self.items.index(...) if ... in self.items else len(given)
        return [*given[:at], *rest, *given[at:]]

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        sizes: list[Dimension] = []
        for length, item in zip(shape, self.spots(shape, tensor), strict=True):
            if isinstance(item, tuple):
                sizes.append(span(length, *item))
                if sizes[-1] == 0:
                    raise Misfit(f"nothing is left of the axis of {length}", what="value", argument="items")
            elif isinstance(length, int) and not -length <= item < length:
                raise Misfit(f"there is no place {item} on an axis of {length}", what="value", argument="items")
        return tuple(sizes)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        items: list[Expr] = [Range(None, None)] if at.batched[0] else []
        for item in self.items:
            if isinstance(item, EllipsisType):
                items.append(Name("..."))
            elif isinstance(item, tuple):
                items.append(Range(*(None if place is None else Literal(place) for place in item)))
            else:
                items.append(Literal(item))
        x = inputs[0]
        for axis, length in at.ragged():
            if self.spots(at.inputs[0].shape or (), at.inputs[0])[axis - 1] == -1:
                x = call("filled", x, length, **along(axis))  # the last place of each is the array's last then
        return index(x, *items)


def span(length: Dimension, start: int | None, stop: int | None) -> Dimension:
    """How many places `start:stop` leaves of an axis, by Python's rules."""
    if isinstance(length, int):
        return len(range(length)[start:stop])
    first, last = start or 0, stop if stop is not None else 0
    if first >= 0 and last <= 0:
        left: Dimension = length + (last - first)
        return left
    if first < 0 and stop is None:
        return -first
    raise Misfit(
        f"how many places {start or ''}:{'' if stop is None else stop} leaves of an axis of {length} is not known",
        what="value",
        argument="items",
        help="on an axis of unknown length, `x[1:]` and `x[:-1]` leave places out at its ends",
    )


class Pad(Shaping):
    """Equal values added on both sides of every axis but the last (the channels); of a vector's one axis."""

    width: int | tuple[int, ...] = arg("how many on each side, for each axis or for all", at_least=0)
    value: float = arg("what is added", 0)
    takes = (("real", "int"),)
    examples = (
        ok([28, 28, 1], [32, 32, 1], width=2),
        ok([28, 28, 1], [30, 34, 1], width=(1, 3)),
        ok([10], [14], width=2, value=-1.0),
        bad([28, 28, 1], "width has 3", width=(1, 1, 1)),
        bad([], "at least 1 axis", width=2),
    )

    def sides(self, tensor: Tensor) -> tuple[int, ...]:
        rank = len(tensor.shape or ())
        if rank == 0:
            raise Misfit(f"pad takes a tensor of at least 1 axis, but here is {tensor}", input=0)
        return (
            spread(self.width, 1, self.name, "width")
            if rank == 1
            else (*spread(self.width, rank - 1, self.name, "width"), 0)
        )

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        return tuple(length + 2 * side for length, side in zip(shape, self.sides(tensor), strict=True))

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if self.sides(inputs[input])[axis] else EACH

    def apply(self, at: At, *inputs: Expr) -> Expr:
        sides = self.sides(at.inputs[0])
        added = tuple((side, side) for side in sides)
        value = {"constant_values": self.value} if self.value else {}
        result: Expr = at.np("pad", *inputs, ((0, 0), *added) if at.batched[0] else added, **value)
        for axis, length in at.ragged():
            if side := sides[axis - 1]:
                given = [self.value] if self.value else []
                result = call("only", result, operator("+", length, side), *given, **along(axis))
        return result


class Upsample(Shaping):
    """An image or sequence enlarged by a whole factor, along every axis but the last (the channels)."""

    factor: int = arg("how many times larger", 2, at_least=1)
    method: str = arg("where the new places' values come from", "nearest", choices=("nearest", "linear", "cubic"))
    takes = (("real",),)
    instead = "`method = nearest` takes what each place holds"
    examples = (
        ok([7, 7, 64], [14, 14, 64]),
        ok([10, 4], [30, 4], factor=3),
        ok([7, 7, 64], [14, 14, 64], method="linear"),
        bad([7], "at least 2 axes"),
        bad([7, 7, 1], "one of nearest, linear, cubic", method="best"),
    )

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        if len(shape) < 2:
            raise Misfit(
                f"upsample takes at least 2 axes, the last of them the channels, but here is {tensor}", input=0
            )
        return (*(length * self.factor for length in shape[:-1]), shape[-1])

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return EACH if self.method == "nearest" and axis < len(inputs[input].shape or ()) - 1 else REFUSED

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x = inputs[0]
        batch = (index(call("jnp.shape", x), 0),) if at.batched[0] else ()
        return at.nn("image.resize", x, (*batch, *(at.result.shape or ())), self.method)


def section(item: object) -> str:
    """An item of an index as it is written: `1:3`, `...`, `0`."""
    if isinstance(item, tuple):
        return ":".join("" if end is None else str(end) for end in item)
    return "..." if item is ... else str(item)
