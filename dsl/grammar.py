"""The grammar as Lark runs it: the tokens of a text, and LALR(1) parsers that take one token after another.

Lark takes 0.2 s to make its tables of `grammar.lark`.  They are kept as plain data in `grammar.json`, made by
`python -m dsl.grammar`; where that is not of this grammar or of this Lark, the tables are made again in memory.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import lark
from lark import Lark, TextSlice, Token, UnexpectedToken
from lark.grammar import Rule
from lark.lexer import BasicLexer, TerminalDef
from lark.parsers.lalr_analysis import Reduce, Shift
from lark.parsers.lalr_parser import LALR_Parser

from dsl.spans import Source, Span
from dsl.syntax import Statement
from dsl.tree import Leaf, TreeBuilder

GRAMMAR = Path(__file__).with_name("grammar.lark")
TABLES = Path(__file__).with_name("grammar.json")


def scan(source: Source, start: int = 0) -> Iterator[Leaf]:
    """The tokens from an offset on.  The last is `$END`; a character that opens no token is `UNKNOWN`.

    A newline before which a statement goes on is none, like blanks and comments.
    """
    lexer: BasicLexer = _lark().parser.lexer  # type: ignore[attr-defined]
    match: Any = lexer.scanner.match
    ignored, keywords = lexer.ignore_types, lexer.callback
    text, end = TextSlice(source.text, 0, len(source.text)), len(source.text)
    while start < end:
        value, type_ = match(text, start) or (source.text[start], "UNKNOWN")
        behind = start + len(value)
        if type_ not in ignored:
            if type_ in keywords:
                type_ = keywords[type_](Token(type_, value)).type
            yield Leaf(type_, Span(source, start, behind))
        start = behind
    yield Leaf("$END", Span(source, end, end))


class StatementParser:
    """Lark's interactive parser between two tokens of a statement."""

    def __init__(self, state: Any = None):
        self._state: Any = state or _lark().parse_interactive()

    def feed(self, token: Leaf) -> bool:
        """Take a token; false where it cannot follow."""
        try:
            self._state.feed_token(token)
        except UnexpectedToken:
            return False
        return True

    def finish(self, end: Leaf) -> Statement | None:
        """The tree of the tokens so far; None where they are no whole statement."""
        try:
            statement: Statement = self._state.feed_token(Leaf("$END", end.span))
        except UnexpectedToken:
            return None
        return statement

    def choices(self) -> Mapping[str, object]:
        """The symbols that the state has a use for, if only to complete a rule before it fails on them."""
        choices: Mapping[str, object] = self._state.choices()
        return choices

    def accepts(self) -> set[str]:
        """The terminals that can follow."""
        accepted: set[str] = self._state.accepts()
        return accepted

    def copy(self) -> "StatementParser":
        """The same state, for going back to.

        Lists among the values are shared: a rule that adds to one completes only on a token that also follows.
        """
        return StatementParser(self._state.copy(deepcopy_values=False))


@cache
def _lark() -> Lark:
    grammar = GRAMMAR.read_text(encoding="utf-8")
    try:
        kept = json.loads(TABLES.read_text(encoding="utf-8"))
        if kept["made_of"] == fingerprint(grammar) and kept["sum"] == sum_of(kept):
            return load(kept)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return build(grammar)


def build(grammar: str) -> Lark:
    """Lark with tables made of a grammar's text."""
    return Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        keep_all_tokens=True,
        maybe_placeholders=True,
        transformer=TreeBuilder(),  # type: ignore[arg-type]
    )


class _States(dict[int, dict[str, Any]]):
    """The actions of each state, by symbol.  Most texts visit few states: each is read when it is first met."""

    def __init__(self, lines: list[str], rules: Mapping[int, Rule]):
        super().__init__()
        self._lines, self._rules = lines, rules

    def __missing__(self, number: int) -> dict[str, Any]:
        words = self._lines[number].split()
        state = self[number] = {
            symbol: (Reduce, self._rules[~target]) if target < 0 else (Shift, target)
            for symbol, target in zip(words[::2], map(int, words[1::2]), strict=True)
        }
        return state


class _Parser(LALR_Parser):
    """Lark's parser on states that are read one by one."""

    @classmethod
    def deserialize(cls, data: Any, memo: Any, callbacks: Any, debug: bool = False) -> Any:  # type: ignore[override]
        parent: Any = super()
        parser = parent.deserialize({**data, "tokens": {}, "states": {}}, memo, callbacks, debug)
        parser._parse_table.states = _States(data["states"], memo)
        return parser


def tables_of(grammar: str) -> str:
    """What Lark saves of a grammar, as JSON.

    Lark numbers states as it finds them in sets: here they are numbered from the first one on, in the order of their
    symbols, and each is a line `symbol action ...`: an action is the state to go to, or the complement of the number of
    the rule that is complete.
    """
    data, memo = build(grammar).memo_serialize([TerminalDef, Rule])
    del data["options"]["transformer"]
    table = data["parser"]["parser"]
    symbols, states = table.pop("tokens"), table.pop("states")
    numbers = {table["start_states"]["start"]: 0}
    lines = table["states"] = []
    for state in (queue := [*numbers]):
        words = []
        for symbol, (reduces, target) in sorted((symbols[key], action) for key, action in states[state].items()):
            if not reduces and target not in numbers:
                numbers[target] = len(numbers)
                queue.append(target)
            words += [symbol, str(~target["@"] if reduces else numbers[target])]
        lines.append(" ".join(words))
    for ends in ("start_states", "end_states"):
        table[ends] = {start: numbers[state] for start, state in table[ends].items()}
    tables = {"made_of": fingerprint(grammar), "data": data, "memo": [*memo.items()]}
    return json.dumps({**tables, "sum": sum_of(tables)}, separators=(",", ":")) + "\n"


def load(kept: dict[str, Any]) -> Lark:
    """Lark with the tables that were kept."""
    read: Any = Lark._load_from_dict
    made: Lark = read(kept["data"], dict(kept["memo"]), transformer=TreeBuilder(), _plugins={"LALR_Parser": _Parser})
    return made


def sum_of(tables: dict[str, Any]) -> str:
    """By which tables that were changed are told."""
    return sha256(json.dumps([tables["data"], tables["memo"]]).encode()).hexdigest()


def fingerprint(grammar: str) -> list[str]:
    """What tables belong to: a text, and a release of Lark (the last number is that of repairs)."""
    return [lark.__version__.rpartition(".")[0], sha256(grammar.encode()).hexdigest()]


if __name__ == "__main__":
    TABLES.write_text(tables_of(GRAMMAR.read_text(encoding="utf-8")), encoding="utf-8")
