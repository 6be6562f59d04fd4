"""Where a value that is not finite comes from: a jaxpr evaluated value by value, each remembering its origin.

An operation whose inputs are finite and whose output is not is an origin; what is computed from that output has the
same one.  An infinity that a program writes on purpose (the -inf of a mask) is none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Origin:
    """The operation that first gave a value that is not finite.

    Attributes:
        primitive: its name in JAX: "log", "dot_general".
        inputs, output: its values.
        lines: the lines of the program that led to it, the innermost first.
    """

    primitive: str
    inputs: tuple[np.ndarray, ...]
    output: np.ndarray
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Traced:
    """A value with its origin: None where it is finite, or infinite on purpose."""

    value: Any
    origin: Origin | None = None


Lines = tuple[int, ...]


@dataclass(frozen=True)
class Tracer:
    """Evaluates jaxprs of a program `file`; `known` says whether some lines of it lead to the spec."""

    file: str
    known: Callable[[Lines], bool]

    def trace(self, closed: Any, arguments: Sequence[Any]) -> list[Traced]:
        """The outputs of a closed jaxpr for flat arguments."""
        return self._evaluate(closed.jaxpr, closed.consts, [Traced(value) for value in arguments], ())

    def _evaluate(
        self, jaxpr: Any, constants: Sequence[Any], arguments: Sequence[Traced], around: Lines
    ) -> list[Traced]:
        found: dict[Any, Traced] = dict(zip(jaxpr.constvars, map(Traced, constants), strict=True))
        found |= zip(jaxpr.invars, arguments, strict=True)

        def read(atom: Any) -> Traced:
            return Traced(atom.val) if hasattr(atom, "val") else found[atom]

        for equation in jaxpr.eqns:
            given = [read(atom) for atom in equation.invars]
            for variable, value in zip(equation.outvars, self._apply(jaxpr, equation, given, around), strict=True):
                found[variable] = value
        return [read(atom) for atom in jaxpr.outvars]

    def _apply(self, jaxpr: Any, equation: Any, given: list[Traced], around: Lines) -> list[Traced]:
        import jax

        own = self._lines(equation)
        lines, name, parameters = own if self.known(own) else around or own, equation.primitive.name, equation.params
        if name == "scan":
            return self._scan(parameters, given, lines)
        if name == "cond":
            branch = parameters["branches"][int(np.clip(given[0].value, 0, len(parameters["branches"]) - 1))]
            return self._evaluate(branch.jaxpr, branch.consts, given[1:], lines)
        inner = next((parameters[key] for key in ("jaxpr", "call_jaxpr", "fun_jaxpr") if key in parameters), None)
        if inner is not None and name != "while" and len(getattr(inner, "jaxpr", inner).invars) == len(given):
            # JAX keeps what it traced of its own functions: their equations may name another call's lines.
            pinned = lines if self.known(lines) else ()
            tracer = Tracer(self.file, lambda _: False) if pinned else self
            return tracer._evaluate(getattr(inner, "jaxpr", inner), getattr(inner, "consts", ()), given, pinned)
        variables = {atom: item for atom, item in zip(equation.invars, given, strict=True) if not hasattr(atom, "val")}
        alone = jaxpr.replace(constvars=[], invars=list(variables), outvars=equation.outvars, eqns=[equation])
        results = jax.core.eval_jaxpr(alone, (), *(item.value for item in variables.values()))
        return [Traced(value, origin(value, name, given, lines)) for value in results]

    def _scan(self, parameters: Any, given: list[Traced], lines: Lines) -> list[Traced]:
        import jax.numpy as jnp

        body, length = parameters["jaxpr"], parameters["length"]
        if "ft_in" in parameters:  # JAX 0.12 and later
            constants, carry, _ = map(len, parameters["ft_in"].unpack())
        else:
            constants, carry = parameters["num_consts"], parameters["num_carry"]
        fixed, carried, sliced = given[:constants], given[constants:][:carry], given[constants + carry :]
        rows: list[list[Traced]] = []
        for i in reversed(range(length)) if parameters["reverse"] else range(length):
            now = [Traced(item.value[i], item.origin) for item in sliced]
            results = self._evaluate(body.jaxpr, body.consts, [*fixed, *carried, *now], lines)
            carried = results[: len(carried)]
            rows.append(results[len(carried) :])
        ordered = rows[::-1] if parameters["reverse"] else rows
        stacked = [
            Traced(jnp.stack([item.value for item in column]), next((t.origin for t in column if t.origin), None))
            for column in zip(*ordered, strict=True)
        ]
        return [*carried, *stacked]

    def _lines(self, equation: Any) -> Lines:
        trace = equation.source_info.traceback
        frames = trace.frames if trace is not None else ()
        return tuple(frame.line_num for frame in frames if frame.file_name == self.file)


def is_finite(value: Any) -> bool:
    """Whether no number of an array is infinite or NaN; whole numbers and random keys never are."""
    import jax.numpy as jnp

    if not jnp.issubdtype(jnp.result_type(value) if not hasattr(value, "dtype") else value.dtype, jnp.floating):
        return True
    return bool(jnp.isfinite(value).all())


def origin(value: Any, name: str, given: Sequence[Traced], lines: Lines) -> Origin | None:
    if is_finite(value):
        return None
    for item in given:
        if item.origin is not None and not is_finite(item.value):
            return item.origin
    on_purpose = any(not is_finite(item.value) for item in given)
    if on_purpose and (not has_nan(value) or any(has_nan(item.value) for item in given)):
        return None
    inputs = tuple(np.asarray(item.value) for item in given if is_plain(item.value))
    return Origin(name, inputs, np.asarray(value), lines)


def has_nan(value: Any) -> bool:
    return not is_finite(value) and bool(np.isnan(np.asarray(value, np.float64)).any())


def is_plain(value: Any) -> bool:
    """Whether NumPy can hold it: a random key it cannot."""
    import jax
    import jax.numpy as jnp

    return not (isinstance(value, jax.Array) and bool(jnp.issubdtype(value.dtype, jax.dtypes.prng_key)))
