"""Makes `dsl/tables.py` of the grammar: `python -m dsl.generate_tables`.

Lark builds the LALR(1) tables here, ahead of time, so that reading a spec imports no Lark: with it `dlc check` took
0.06 s longer, a third of its time.
"""

import re
from pathlib import Path
from typing import Any

from lark import Lark
from lark.grammar import Rule
from lark.lexer import PatternStr, TerminalDef
from lark.parsers.lalr_analysis import Shift

HERE = Path(__file__).parent
HEAD = '''"""The grammar's tables, made by `python -m dsl.generate_tables`; `dsl.scanner` and `dsl.automaton` read them.

RULES has a line for each rule, STATES one for each state, first the start: `terminal action ...|symbol state ...`.
An action is the state to go to, or the complement of the number of the rule that is complete.
"""
'''


def tables() -> str:
    """The text of `dsl/tables.py`."""
    grammar = (HERE / "grammar.lark").read_text(encoding="utf-8")
    lark = Lark(grammar, parser="lalr", lexer="basic", keep_all_tokens=True, maybe_placeholders=True)
    table: Any = lark.parser.parser._parse_table  # type: ignore[attr-defined]
    rule_numbers = {rule: number for number, rule in enumerate(lark.rules)}
    # Lark numbers states as it finds them in sets: here they are numbered from the first one on, in order of symbols.
    state_numbers = {table.start_states["start"]: 0}
    states = []
    for state in (queue := [*state_numbers]):
        actions: list[str] = []
        gotos: list[str] = []
        for symbol, (action, target) in sorted(table.states[state].items()):
            if action is not Shift:
                actions.append(f"{symbol} {~rule_numbers[target]}")
                continue
            if target not in state_numbers:
                state_numbers[target] = len(state_numbers)
                queue.append(target)
            (actions if symbol.isupper() else gotos).append(f"{symbol} {state_numbers[target]}")
        states.append(f"{' '.join(actions)}|{' '.join(gotos)}")
    rules = "\n".join(described(rule) for rule in lark.rules)
    named = {**terminals([*lark.terminals], set(lark.ignore_tokens)), "END": state_numbers[table.end_states["start"]]}
    lines = [HEAD, *(f"{name} = {value!r}" for name, value in named.items())]
    lines += [f'RULES = """\\\n{rules}"""', f'STATES = """\\\n{chr(10).join(states)}"""', ""]
    return "\n".join(lines)


def terminals(found: list[TerminalDef], ignored: set[str]) -> dict[str, Any]:
    """The scanner's pattern, and what tells words and signs apart.

    A keyword is a name of one spelling, CONTINUED a NEWLINE, each with a condition on what follows: they are told after
    the name or the newline is read.  The other terminals differ in their first character, so their order is free.
    """
    patterns = {terminal.name: terminal.pattern.value for terminal in found}
    fixed = {terminal.pattern.value: terminal.name for terminal in found if isinstance(terminal.pattern, PatternStr)}
    words = {text: (name, "") for text, name in fixed.items() if re.fullmatch(r"\w+", text)}
    for name, pattern in patterns.items():
        if word := re.match(r"[a-z]+(?=\\b|\(\?)", pattern):
            words[word[0]] = (name, pattern[word.end() :])
    signs = {text: name for text, name in fixed.items() if text not in words and name not in ignored}
    kinds = {"SIGN": "|".join(re.escape(sign) for sign in sorted(signs, key=lambda sign: (-len(sign), sign)))}
    kinds |= {name: patterns[name] for name in ("NAME", "NUMBER", "STRING", "NEWLINE")}
    skipped = "|".join(patterns[name] for name in sorted(ignored - {"CONTINUED"}))
    continued = patterns["CONTINUED"].partition(f"(?>{patterns['NEWLINE']})")
    assert continued[:2] == ("", f"(?>{patterns['NEWLINE']})"), "CONTINUED is a NEWLINE with a condition"
    told = set(kinds) | ignored | set(signs.values()) | {name for name, _ in words.values()}
    assert told == {*patterns, "SIGN"}, f"terminals of an unknown form: {set(patterns) - told}"
    choices = "|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items())
    return {
        "SCANNER": rf"(?:{skipped})*(?:{choices}|(?P<END>\Z)|(?P<UNKNOWN>[\s\S]))",
        "CONTINUES": continued[2],
        "WORDS": words,
        "SIGNS": signs,
    }


def described(rule: Rule) -> str:
    """A rule's symbol, how many parts it has, what is called with them, and which of them.

    Called is the tree builder's method of that name; `+` makes a list of the parts, `=` passes the only one on.  The
    parts are left out where they are all meant as they are; else each is given by its place, with `*` before it where
    it is itself a list whose items are meant, and `-` stands for an optional part that was left out.
    """
    symbol, size = str(rule.origin.name), len(rule.expansion)
    if rule.options.expand1 and not rule.alias:
        assert size == 1, f"{rule} has several parts and no name"
        return f"{symbol} {size} ="
    plain = [str(i) for i in range(size)]
    parts = [
        f"*{i}" if not part.is_term and part.name.startswith("_") else str(i) for i, part in enumerate(rule.expansion)
    ]
    for i, left_out in enumerate(rule.options.empty_indices):
        if left_out:
            parts.insert(i, "-")
    called = "+" if symbol.startswith("_") else str(rule.alias or symbol)
    return " ".join([symbol, str(size), called, *(parts if parts != plain else ())])


if __name__ == "__main__":
    (HERE / "tables.py").write_text(tables(), encoding="utf-8")
