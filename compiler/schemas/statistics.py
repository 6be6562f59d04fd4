"""What the first rows of a table of text hold, in words, and what is doubtful about it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from compiler.schemas.tables import SAMPLE, TRUTH, Form, TextTable, number, plain_numbers
from compiler.types import Tensor

SHOWN = 6
"""How many of a column's texts are told."""
WRITTEN = ((".", ","), (".", " "), (".", "'"), (",", ""), (",", "."), (",", " "))
"""Signs before a fraction and between thousands, as countries write them; what is simpler comes first."""


class Seen(Mapping[str, str]):
    """What each column holds among the rows that were read, in a few words, found out when it is asked for."""

    def __init__(self, table: TextTable, columns: Mapping[str, Tensor], form: Form) -> None:
        self.cells = dict(zip(table.names, table.columns, strict=True))
        self.columns, self.form = columns, form

    def __getitem__(self, name: str) -> str:
        return of_column(self.cells[name], self.columns[name], self.form)

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def nearly_numbers(cells: Sequence[str], form: Form) -> tuple[int, int] | None:
    """Of cells that are mostly numbers: how many are none, and the index of the first; None where they are others."""
    present = [i for i, cell in enumerate(cells) if cell and cell not in form.missing]
    others = [i for i in present if number(cells[i]) is None]
    return (len(others), others[0]) if others and 2 * len(others) < len(present) else None


def other_numbers(cells: Sequence[str], form: Form) -> str | None:
    """What to state of a column of texts for its cells to be numbers: `decimal = ","`; None where they are no such."""
    present = [cell for cell in cells if cell and cell not in form.missing]
    for decimal, thousands in WRITTEN:
        other = replace(form, decimal=decimal, thousands=thousands)
        # The first cell alone rules most signs out.
        if present and all(are_numbers(some, other) for some in (present[:1], present)):
            stated = {"decimal": decimal, "thousands": thousands}
            usual = {"decimal": ".", "thousands": ""}
            return ", ".join(f'{key} = "{sign}"' for key, sign in stated.items() if sign != usual[key])
    return None


def are_numbers(cells: Sequence[str], form: Form) -> bool:
    return all(number(cell) is not None for cell in plain_numbers(cells, form))


def doubts(table: TextTable, columns: Mapping[str, Tensor], form: Form) -> tuple[str, ...]:
    """What to say of columns that are text for the sake of a few cells: a sum at the end, a mark for a gap."""
    said = []
    for name, cells in zip(table.names, table.columns, strict=True):
        found = stated = None
        if columns[name].kind == "text" and name not in form.text:
            found = nearly_numbers(cells[:SAMPLE], form)
            stated = other_numbers(cells[:SAMPLE], form)
        if stated is not None:
            said.append(f"The column `{name}` is text; with {stated} it would be numbers.")
        elif found is not None:
            count, first = found
            more = f" and {count - 1:,} more" if count > 1 else ""
            place = table.origins.place(first)
            said.append(f"The column `{name}` is text: `{cells[first]}` ({place}){more} is no number, most cells are.")
    return tuple(said)


def of_column(cells: Sequence[str], type: Tensor, form: Form) -> str:
    present = [cell for cell in cells if cell and cell not in form.missing]
    gone = len(cells) - len(present)
    missing = f"; {gone:,} of {len(cells):,} missing" if gone else ""
    if not present:
        return "all missing"
    if type.kind == "text":
        counts = Counter(present)
        shown = [name if len(name) <= 24 else f"{name[:24]}..." for name, _ in counts.most_common(SHOWN)]
        more = ", ..." if len(counts) > SHOWN else ""
        stated = other_numbers(cells, form)
        if stated is not None:
            return f"text; with {stated} it would be numbers{missing}"
        nearly = nearly_numbers(cells, form)
        if nearly is not None:
            return f"text for the sake of `{cells[nearly[1]]}`: most are numbers{missing}"
        return f"{len(counts):,} texts: {', '.join(shown)}{more}{missing}"
    if type.kind == "bool":
        true = sum(TRUTH[cell] for cell in present)
        return f"{true:,} true, {len(present) - true:,} false"
    numbers = [float(cell) for cell in present]
    return f"{min(numbers):.6g} to {max(numbers):.6g}{missing}"
