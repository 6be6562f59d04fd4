"""The page of every message that the checker has: why, with a wrong and a right example."""

from collections.abc import Iterator

import compiler.problems  # noqa: F401  (fills the catalogue)
from compiler.manual.prose import prose
from compiler.problems.catalogue import CATALOGUE
from dsl.diagnostics import Entry
from dsl.syntax_errors import table


def page() -> str:
    known = {entry.code: entry for entry in (*table.CATALOGUE, *CATALOGUE)}
    entries = sorted(known.values(), key=lambda entry: (entry.code[0] == "W", entry.code))
    lines = [
        "# The checker's messages",
        "",
        *prose(
            """`dlc explain CODE` says the same.  An error (`E`) stops the compiler; a warning (`W`) is what is
            allowed and hardly ever meant.  Each message names the place, what was seen and what was expected,
            and mostly a remedy; here is the reason behind it, with an example that it is about and one that
            is right."""
        ),
        "",
        "| code | |",
        "|---|---|",
        *(f"| [`{entry.code}`](#{entry.code.lower()}) | {entry.title} |" for entry in entries),
    ]
    for entry in entries:
        lines += ["", *entry_lines(entry)]
    return "\n".join(lines) + "\n"


def entry_lines(entry: Entry) -> Iterator[str]:
    yield f'<a id="{entry.code.lower()}"></a>'
    yield f"## {entry.code}: {entry.title}"
    yield ""
    yield entry.why
    for title, example in (("Wrong:", entry.wrong), ("Right:", entry.right)):
        yield from ("", title, "", "```", example.strip("\n"), "```")
