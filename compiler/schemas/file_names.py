"""Columns that files carry in their names: `{digit}_{speaker}_{index}.wav` names three."""

import re
from collections.abc import Sequence

from compiler.schemas import tables
from compiler.schemas.errors import BadFile
from compiler.types import Tensor

FIELD = re.compile(r"\{(\w+)\}")


def fields(pattern: str) -> tuple[str, ...]:
    """The names in a pattern, in order; raises `ValueError` for what is no pattern."""
    names = tuple(FIELD.findall(pattern))
    rest = FIELD.sub("", pattern)
    if not names or "{" in rest or "}" in rest:
        raise ValueError("it holds names in braces, such as `{digit}_{speaker}.wav`")
    if re.search(r"\}\{", pattern):
        raise ValueError("two names must have something between them")
    wrong = next((name for name in names if not name.isidentifier()), None)
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if wrong is not None or twice is not None:
        raise ValueError(f"`{wrong}` is no name of a column" if wrong else f"it names {twice} twice")
    return names


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression; a name stands for as few characters as can be, `/` never among them."""
    parts = FIELD.split(pattern)
    return re.compile("".join(f"(?P<{part}>[^/]+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts)))


def cells(pattern: str, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What each file's name holds, column by column; as many of its folders count as the pattern has.

    Raises `BadFile` for a file whose name does not fit.
    """
    rule, depth = compile_pattern(pattern), pattern.count("/") + 1
    rows = []
    for file in files:
        found = rule.fullmatch("/".join(file.replace("\\", "/").split("/")[-depth:]))
        if found is None:
            help = "leave the file out of the folder, or change `names`"
            raise BadFile(f"the file's name does not fit `{pattern}`", place=file, help=help)
        rows.append(found.groups())
    return dict(zip(fields(pattern), zip(*rows, strict=True), strict=True))


def types(pattern: str, files: Sequence[str]) -> dict[str, Tensor]:
    """Each column's type, inferred from all names as a table's from its cells."""
    return {name: tables.infer(column, ()) for name, column in cells(pattern, files).items()}
