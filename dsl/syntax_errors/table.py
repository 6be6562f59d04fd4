"""The table of syntax errors: what each mistake looks like, and what is said about it.

The first row that recognises a failure words it.  The rows are grouped by what is at fault: single characters and
brackets, another language's habits, the language's own forms written wrongly or in part.  What the grammar lets
through is judged on the tree.
"""

from dsl import well_formed
from dsl.diagnostics import Diagnostic, Entry
from dsl.spans import Source, Span
from dsl.syntax_errors import characters, fallback, missing, mixed_up, newcomers, other_languages
from dsl.syntax_errors.parse_error import Failure, Row, error

TABLE: tuple[Row, ...] = (
    *characters.ROWS,
    *newcomers.ROWS,
    *other_languages.ROWS,
    *mixed_up.ROWS,
    *missing.ROWS,
    *fallback.ROWS,
)

_TOO_LARGE = Entry(
    "E0006",
    "error",
    "a file too large",
    "A specification is a page or two. A file of megabytes is usually data that was named by mistake.",
    "dlc check train-images-idx3-ubyte",
    "dlc check mnist.dl",
)

CATALOGUE: tuple[Entry, ...] = tuple(
    sorted((*(row.entry for row in TABLE), _TOO_LARGE, *well_formed.CATALOGUE), key=lambda entry: entry.code)
)


def diagnose(failure: Failure) -> Diagnostic:
    """What is wrong where reading stopped."""
    return next(found for row in TABLE if (found := row.find(failure)))


def too_large(source: Source, most: int) -> Diagnostic:
    size = f"{len(source.text):,} characters, more than {most:,}"
    return error("E0006", f"this file is too large to be a specification ({size})", Span(source, 0, 0))
