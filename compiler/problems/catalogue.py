"""How a problem is declared: a function that words one diagnostic, under a code with its explanation."""

from collections.abc import Callable
from typing import ParamSpec

from dsl.diagnostics import Diagnostic, Entry, Fix, Label
from dsl.spans import Span

P = ParamSpec("P")

CATALOGUE: list[Entry] = []
LIKE = 0.7


class Problem(Exception):
    """A diagnostic on its way to where the checker goes on."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def problem(
    code: str, title: str, *, why: str, wrong: str, right: str
) -> Callable[[Callable[P, Diagnostic]], Callable[P, Diagnostic]]:
    """Enter a code into the catalogue; the decorated function words it.  `W...` is a warning."""
    CATALOGUE.append(Entry(code, "warning" if code.startswith("W") else "error", title, why, wrong, right))

    def keep(function: Callable[P, Diagnostic]) -> Callable[P, Diagnostic]:
        return function

    return keep


def error(code: str, message: str, primary: Label, **rest: object) -> Diagnostic:
    return Diagnostic(code, "error", message, primary, **rest)  # type: ignore[arg-type]


def warning(code: str, message: str, primary: Label, **rest: object) -> Diagnostic:
    return Diagnostic(code, "warning", message, primary, **rest)  # type: ignore[arg-type]


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
