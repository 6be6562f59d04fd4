"""How a problem is declared: a function that words one diagnostic, under a code with its explanation."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec

from dsl.diagnostics import Diagnostic, Entry, Fix, Label, Severity
from dsl.spans import Span

P = ParamSpec("P")

CATALOGUE: list[Entry] = []
LIKE = 0.7

IRIS = 'data d = sklearn("iris")\nmodel Net = dense(3)\n'
LEARN = "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using sgd(0.1) }"
"""What many examples begin with, and how their models are trained."""


class Problem(Exception):
    """A diagnostic on its way to where the checker goes on."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def problem(
    code: str, title: str, *, why: str, wrong: str, right: str
) -> Callable[[Callable[P, Diagnostic]], Callable[P, Diagnostic]]:
    """Enter a code into the catalogue; the decorated function words it.  `W...` is a warning."""
    CATALOGUE.append(Entry(code, severity(code), title, why, wrong, right))
    return under(code)


def under(code: str) -> Callable[[Callable[P, Diagnostic]], Callable[P, Diagnostic]]:
    """What the decorated function words is a problem of this code, which is in the catalogue."""

    def keep(function: Callable[P, Diagnostic]) -> Callable[P, Diagnostic]:
        @wraps(function)
        def word(*positional: P.args, **named: P.kwargs) -> Diagnostic:
            return replace(function(*positional, **named), code=code, severity=severity(code))

        return word

    return keep


def severity(code: str) -> Severity:
    return "warning" if code.startswith("W") else "error"


def finding(message: str, place: Span | Label, **rest: object) -> Diagnostic:
    """A diagnostic, which gets its code from the decorator of the function that words it."""
    primary = place if isinstance(place, Label) else Label(place)
    return Diagnostic("", "error", message, primary, **rest)  # type: ignore[arg-type]


def closest(name: str, candidates: object) -> str | None:
    """The candidate that a name was probably meant to be."""
    # Two texts share at most the characters of the shorter one.
    shortest, longest = len(name) * LIKE / (2 - LIKE), len(name) * (2 - LIKE) / LIKE
    names = sorted(str(c) for c in candidates if shortest <= len(str(c)) <= longest)  # type: ignore[attr-defined]
    if not names:
        return None
    from difflib import get_close_matches

    lowered = {candidate.lower(): candidate for candidate in names}
    found = get_close_matches(name, names, n=1, cutoff=LIKE) or get_close_matches(
        name.lower(), lowered, n=1, cutoff=LIKE
    )
    return lowered.get(found[0].lower(), found[0]) if found else None


def suggestion(span: Span, guess: str | None) -> tuple[str | None, Fix | None]:
    """The help and the fix that put a guess in the place of what was written."""
    if guess is None:
        return None, None
    return f"did you mean `{guess}`?", Fix(span, guess, f"write `{guess}`", sure=False)


def list_names(names: object, most: int = 12) -> str:
    """Names in a sentence: `a, b and c`."""
    items = [f"`{name}`" for name in names]  # type: ignore[attr-defined]
    if len(items) > most:
        return ", ".join(items[:most]) + f" and {len(items) - most} more"
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
