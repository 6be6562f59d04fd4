"""Names for the values between those that the spec names: one is used again when its old value is dead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from compiler.python.identifiers import between, identifier, unique
from compiler.python.statements import SILENT, Assign, Loop, Note, Return, Statement
from compiler.python.target import Expr, Name
from compiler.python.trees import names, substitute

COPY = "%copy"
"""Stands for the copy of the layer that a loop is at."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement to be: its value goes to `slot`, a name that no program has, until it is given a real one.

    `hint` is the spec's name.  A loop runs over `loop`, computes `value` each time, and starts with `start`.
    """

    slot: str
    value: Expr
    hint: str | None
    note: Note
    loop: Expr | None = None
    start: Expr | None = None

    def reads(self) -> set[str]:
        parts = (self.value, self.loop, self.start)
        return {name for part in parts if part is not None for name in names(part)}


def name_slots(
    drafts: Sequence[Draft], results: Sequence[Expr], inputs: Iterable[str], reserved: Iterable[str] = ()
) -> tuple[list[Statement], tuple[Expr, ...]]:
    """The drafts as statements, and what the results are called after them.

    A dead input's name may be used again between named values; a reserved name never.
    """
    taken = {*inputs, *reserved}
    last_use = {name: i for i, draft in enumerate(drafts) for name in draft.reads() - {draft.slot}}
    last_use |= {name: len(drafts) for result in results for name in names(result)}
    chosen: dict[str, str] = {}
    for draft in drafts:
        if draft.hint is not None:
            chosen[draft.slot] = identifier(draft.hint, {*taken, *chosen.values()})
    spoken_for = {*chosen.values(), *reserved}
    copy = unique("layer", {*taken, *spoken_for})
    statements: list[Statement] = []
    for i, draft in enumerate(drafts):
        if draft.slot not in last_use:
            chosen[draft.slot] = "_"
        elif draft.slot not in chosen:
            # A loop reads its other inputs in every round, so only what it starts with may make room for it.
            busy = i if draft.loop is not None else i + 1
            alive = {chosen.get(name, name) for name, last in last_use.items() if last >= busy}
            if draft.start is not None:
                ends = [name for name in names(draft.start) if last_use[name] == i and name not in names(draft.value)]
                alive -= {chosen.get(name, name) for name in ends}
            chosen[draft.slot] = next(name for name in between() if name not in alive | spoken_for)
        statements.extend(_written(draft, chosen, copy))
    values = {slot: Name(name) for slot, name in chosen.items()}
    return statements, tuple(substitute(result, values) for result in results)


def _written(draft: Draft, chosen: dict[str, str], copy: str) -> list[Statement]:
    values = {slot: Name(name) for slot, name in chosen.items()}
    target = chosen[draft.slot]
    value = substitute(draft.value, values)
    if draft.loop is None:
        return [Assign(target, value, draft.note)]
    assert draft.start is not None
    start = substitute(draft.start, values)
    value = substitute(value, {text: Name(text.replace(COPY, copy)) for text in names(value) if COPY in text})
    before = [] if start == Name(target) else [Assign(target, start, Note(place=draft.note.place))]
    return [*before, Loop(copy, substitute(draft.loop, values), (Assign(target, value, draft.note),))]


def hush_comments(statements: Sequence[Statement], shape: str) -> list[Statement]:
    """Comments only where the shape is not that of the line before, at first `shape`."""
    result: list[Statement] = []
    for statement in statements:
        match statement:
            case Assign(note=note) | Return(note=note) if note != SILENT:
                result.append(replace(statement, note=replace(note, shape=note.shape if note.shape != shape else "")))
                shape = note.shape or shape
            case Loop(body=body):
                result.append(replace(statement, body=tuple(hush_comments(body, shape))))
            case _:
                result.append(statement)
    return result
