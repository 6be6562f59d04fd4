"""Products of vectors and tensors: inner, outer, along named axes."""

from collections.abc import Sequence

from compiler.python.target import Expr, Literal, Name, call, index, operator
from compiler.types import Dimension, Shape, Tensor, size
from compiler.vocabulary.base import EACH, MASKED, At, Misfit, arg, bad, ok
from compiler.vocabulary.operations.arithmetic import NUMBERS, number_kind
from compiler.vocabulary.speech import Operation

BATCH = "Z"
"""The batch axis in an index of `jnp.einsum`; the language's own are small letters."""


class OfLines(Operation, abstract=True):
    """A product of the lines along the last axis."""

    inputs = ("a", "b")
    chapter = "Arithmetic"
    axes = "... n, ... n -> ..."

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if axis == len(inputs[input].shape or ()) - 1 else EACH

    def pair(self, at: At, inputs: Sequence[Expr]) -> list[Expr]:
        """Both, with the batch axis where one has it, and 0 in the place of padding."""
        both = enumerate(at.together(inputs))
        return [at.only(value, (len(at.inputs[i].shape or ()),), i) for i, value in both]


class Dot(OfLines):
    """The inner product of two vectors, along the last axis."""

    takes = (NUMBERS,)
    formula = "sum over i of a[i] b[i]"
    examples = (ok(([8], [8]), []), ok(([5, 8], [5, 8]), [5]), bad(([8], [9]), "equal sizes"), bad(([], []), "1 axis"))

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each pair."""
        return 2 * size(inputs[0].shape or ())

    def apply(self, at: At, *inputs: Expr) -> Expr:
        a, b = (
            at.real(x) if tensor.kind != "real" else x
            for x, tensor in zip(self.pair(at, inputs), at.inputs, strict=True)
        )
        return at.np("sum", operator("*", a, b), axis=-1)


class Outer(Operation):
    """The outer product of two vectors: every value of the one times every value of the other."""

    inputs = ("a", "b")
    chapter = "Arithmetic"
    axes = "n, m -> n m"
    takes = (("real",),)
    formula = "y[i, j] = a[i] b[j]"
    examples = (
        ok(([3], [4]), [3, 4]),
        bad(([3, 3], [4]), "takes 1 axis"),
        bad((Tensor((3,), "bool"), [4]), "takes real"),
    )
    everywhere = EACH

    def apply(self, at: At, *inputs: Expr) -> Expr:
        a, b = at.together(inputs)
        rows = index(a, Name("..."), Literal(None))
        columns = index(b, Name("..."), Literal(None), Name(":"))
        return operator("*", rows, columns)


class CosineSimilarity(OfLines):
    """The cosine of the angle between two vectors, along the last axis."""

    epsilon: float = arg("the least length that a vector counts with", 1e-8, at_least=0)
    takes = (("real",),)
    formula = "a b / (norm(a) norm(b))"
    examples = (
        ok(([8], [8]), []),
        ok(([5, 8], [5, 8]), [5], epsilon=1e-6),
        bad(([8], [9]), "equal sizes"),
        bad((Tensor((8,), "text"), [8]), "takes real"),
    )

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """Three products and sums for each pair: the inner product and both lengths."""
        return 6 * size(inputs[0].shape or ())

    def apply(self, at: At, *inputs: Expr) -> Expr:
        a, b = self.pair(at, inputs)
        result = call("optax.cosine_similarity", a, b, epsilon=self.epsilon)
        return result if at.numpy == "jnp" else call("np.asarray", result)


class Einsum(Operation):
    """A sum of products along named axes: a letter names an axis, and those that the result has not are summed over."""

    inputs = ("x*",)
    rule: str = arg('the axes of each tensor, and of the result: "ij, jk -> ik"')
    chapter = "Arithmetic"
    axes = "... -> ..."
    takes = (("real", "int"),)
    formula = "sum over the letters that only stand on the left of the product of all"
    source = "Einstein, 1916"
    examples = (
        ok(([3, 4], [4, 5]), [3, 5], rule="ij, jk -> ik"),
        ok(([4], [4]), [], rule="i, i ->"),
        ok([3, 4], [4, 3], rule="ij -> ji"),
        ok((Tensor((3,), "int"), Tensor((3,), "int")), Tensor((3, 3), "int"), rule="i, j -> ij"),
        bad(([3, 4], [5, 6]), "j is 4 and 5", rule="ij, jk -> ik"),
        bad(([3], [4]), "1 axis, but the rule names 2", rule="ij, j -> i"),
        bad(([3], [4]), "two tensors' axes", rule="i -> i"),
        bad([3], "no axis j", rule="i -> j"),
        bad([3], "small letters", rule="I -> I"),
    )

    def parts(self) -> tuple[list[str], str]:
        """The axes of each tensor, and of the result; raises `Misfit`."""
        left, arrow, right = self.rule.replace(" ", "").partition("->")
        operands = left.split(",")
        if not arrow or any(letter not in "abcdefghijklmnopqrstuvwxyz" for letter in "".join(operands) + right):
            reason = 'a rule names axes by small letters: "ij, jk -> ik"'
            raise Misfit(reason, what="value", argument="rule")
        odd = next((letter for letter in right if letter not in left or right.count(letter) > 1), None)
        if odd is not None:
            known = "twice the axis" if odd in left else "no axis"
            reason = f"there is {known} {odd} " + ("in the result" if odd in left else "on the rule's left side")
            raise Misfit(reason, what="value", argument="rule")
        return operands, right

    def verify(self) -> None:
        self.parts()

    def sizes(self, inputs: Sequence[Tensor]) -> dict[str, Dimension]:
        """The size of each letter's axis; raises `Misfit` where the tensors don't fit the rule."""
        operands, _ = self.parts()
        if len(operands) != len(inputs):
            count = {1: "one tensor's", 2: "two tensors'"}.get(len(inputs), f"{len(inputs)} tensors'")
            reason = f"the rule should name {count} axes, but names those of {len(operands)}"
            raise Misfit(reason, what="value", argument="rule")
        sizes: dict[str, Dimension] = {}
        for i, (letters, tensor) in enumerate(zip(operands, inputs, strict=True)):
            shape: Shape = tensor.shape or ()
            if len(shape) != len(letters):
                axes = "1 axis" if len(shape) == 1 else f"{len(shape)} axes"
                raise Misfit(f"{tensor} has {axes}, but the rule names {len(letters)}: {letters}", input=i)
            for letter, length in zip(letters, shape, strict=True):
                if sizes.setdefault(letter, length) != length:
                    raise Misfit(f"the axis {letter} is {sizes[letter]} and {length}", input=i)
        return sizes

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        kind = number_kind(inputs)
        if any(tensor.shape is None for tensor in inputs):
            return Tensor(None, kind)
        sizes = self.sizes(inputs)
        return Tensor(tuple(sizes[letter] for letter in self.parts()[1]), kind)

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product for each tensor but the first, and a sum, for each combination of all axes."""
        return len(inputs) * size(tuple(self.sizes(inputs).values()))

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        operands, right = self.parts()
        return EACH if operands[input][axis] in right else MASKED

    def apply(self, at: At, *inputs: Expr) -> Expr:
        operands, right = self.parts()
        summed = [[i + 1 for i, letter in enumerate(letters) if letter not in right] for letters in operands]
        inputs = tuple(at.only(value, summed[i], i) for i, value in enumerate(inputs))
        batched = [BATCH + letters if batch else letters for letters, batch in zip(operands, at.batched, strict=True)]
        result = BATCH + right if any(at.batched) else right
        return at.np("einsum", f"{','.join(batched)}->{result}", *inputs)
