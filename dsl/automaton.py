"""The automaton that the grammar's tables describe: it takes one token after another and builds the tree.

Aho and Ullman, "The Theory of Parsing, Translation and Compiling" (1972), on LR parsing.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from dsl import tables
from dsl.tree import Leaf, TreeBuilder

State = tuple[Mapping[str, int], Mapping[str, int]]
"""What to do on a terminal, and where to go after a symbol."""
Rule = tuple[str, int, Callable[[list[Any]], Any] | None, tuple[str, ...]]


class _States(dict[int, State]):
    """Most texts visit few of the states: each is read when it is first met."""

    def __init__(self, lines: list[str]):
        super().__init__()
        self._lines = lines

    def __missing__(self, number: int) -> State:
        actions, _, gotos = self._lines[number].partition("|")
        state = self[number] = _numbered(actions), _numbered(gotos)
        return state


def _numbered(text: str) -> dict[str, int]:
    words = text.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def _rule(line: str) -> Rule:
    symbol, size, called, *parts = line.split()
    call = None if called == "=" else _itself if called == "+" else getattr(_BUILDER, called)
    return symbol, int(size), call, tuple(parts)


def _itself(parts: list[Any]) -> list[Any]:
    return parts


_BUILDER = TreeBuilder()
_STATES = _States(tables.STATES.splitlines())
_RULES = tuple(map(_rule, tables.RULES.splitlines()))


@cache
def _passed(below: int, state: int, type_: str) -> int:
    """Where the rules of one part lead on a terminal: a name alone is an atom, a power, a product, a sum, a pipe ..."""
    while True:
        action = _STATES[state][0].get(type_)
        if action is None or action >= 0 or _RULES[~action][2] is not None:
            return state
        state = _STATES[below][1][_RULES[~action][0]]


class Automaton:
    """The state between two tokens of a statement."""

    def __init__(self) -> None:
        self._states = [0]
        self._values: list[Any] = []

    def feed(self, token: Leaf) -> bool:
        """Take a token; false where it cannot follow."""
        states, values = self._states, self._values
        type_ = token.type
        while True:
            action = _STATES[states[-1]][0].get(type_)
            if action is None:
                return type_ == "$END" and states[-1] == tables.END
            if action >= 0:
                states.append(action)
                values.append(token)
                return True
            symbol, size, call, parts = _RULES[~action]
            if call is None:
                states[-1] = _passed(states[-2], states[-1], type_)
                continue
            children = values[-size:]
            if parts:
                children = _chosen(parts, children)
            del states[-size:], values[-size:]
            values.append(call(children))
            states.append(_STATES[states[-1]][1][symbol])

    def finish(self, end: Leaf) -> Any:
        """The tree of the tokens so far; None where they are no whole statement."""
        return self._values[0] if self.feed(Leaf("$END", end.span)) else None

    @property
    def choices(self) -> Mapping[str, int]:
        """The terminals that the state has a use for, if only to complete a rule before it fails on them."""
        return _STATES[self._states[-1]][0]

    def accepts(self) -> set[str]:
        """The terminals that can follow."""
        return {type_ for type_ in self.choices if self._shifts(type_)}

    def _shifts(self, type_: str) -> bool:
        states = self._states.copy()
        while True:
            action = _STATES[states[-1]][0].get(type_)
            if action is None:
                return type_ == "$END" and states[-1] == tables.END
            if action >= 0:
                return True
            symbol, size, _, _ = _RULES[~action]
            del states[-size:]
            states.append(_STATES[states[-1]][1][symbol])

    def copy(self) -> "Automaton":
        """The same state, for going back to.

        Lists among the values are shared: a rule that adds to one completes only on a token that also follows.
        """
        made = Automaton()
        made._states, made._values = self._states.copy(), self._values.copy()
        return made


def _chosen(parts: Iterable[str], values: list[Any]) -> list[Any]:
    """The parts of a rule that its tree holds; a repetition's list grows in place."""
    chosen: list[Any] = []
    for part in parts:
        if part == "-":
            chosen.append(None)
        elif part[0] != "*":
            chosen.append(values[int(part)])
        elif chosen:
            chosen += values[int(part[1:])]
        else:
            chosen = values[int(part[1:])]
    return chosen
