"""One mistake, one message: what is said of several places in the same words is said once, of all of them."""

from collections.abc import Iterable
from dataclasses import replace

from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span

MOST_PLACES = 4


def merge_equal(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in their order, the first of several equal ones with the places and edits of the others.

    What one place does wrong in several calls of its block is said of the first call.
    """
    groups: dict[tuple[str, str, str | None], list[Diagnostic]] = {}
    places: set[tuple[str, Span]] = set()
    for diagnostic in diagnostics:
        place = diagnostic.code, diagnostic.span
        if diagnostic.chain and place in places:
            continue
        places.add(place)
        groups.setdefault((diagnostic.code, diagnostic.message, diagnostic.help), []).append(diagnostic)
    return tuple(_one(group) for group in groups.values())


def _one(group: list[Diagnostic]) -> Diagnostic:
    first, *rest = sorted(group, key=lambda diagnostic: (diagnostic.span.source.path, diagnostic.span.start))
    if not rest:
        return first
    named = {label.span for label in first.others}
    places = tuple(Label(item.span, "and here") for item in rest[:MOST_PLACES] if item.span not in named)
    left = len(rest) - MOST_PLACES
    notes = (*first.notes, f"and at {left} more {'place' if left == 1 else 'places'}") if left > 0 else first.notes
    edits = tuple(item.fix for item in rest if item.fix is not None)
    return replace(first, others=(*first.others, *places), notes=notes, also=edits)
