"""Tables of text."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler.schemas import tables
from compiler.schemas.archives import split_path
from compiler.schemas.faults import BadFile
from runtime.sources.faults import as_run_errors
from runtime.tables import Table, fingerprint

if TYPE_CHECKING:
    import numpy as np


def load(arguments: dict[str, Any], find: Callable[[str], Path]) -> Table:
    """The columns by the header's names, of the types that the check inferred from the same first rows."""
    path, member = split_path(arguments["path"])
    file = str(find(path))
    place = f"{file}/{member}" if member else file
    missing = arguments["missing"]
    with as_run_errors():
        table = tables.read(file, member, arguments["separator"])
        columns = {}
        for name, cells in zip(table.names, table.columns, strict=True):
            if tables.infer(cells[: tables.SAMPLE], missing).kind == "text":
                columns[name] = texts(cells, missing)
            else:
                columns[name] = numbers(cells, missing, name, table.lines, place)
    return Table(columns, {}, {}, fingerprint(columns), place, table.lines)


def texts(cells: tuple[str, ...], missing: str) -> "np.ndarray":
    import numpy as np

    array = np.empty(len(cells), dtype=object)
    array[:] = ["" if cell == missing else cell for cell in cells] if missing else cells
    return array


def numbers(cells: tuple[str, ...], missing: str, name: str, lines: tuple[int, ...], place: str) -> "np.ndarray":
    """Whole numbers as int64 where all are and none is missing, else float64 with NaN where missing."""
    import numpy as np

    gaps = "" in cells or missing in cells
    if not gaps and tables.WHOLE.fullmatch(cells[0]):
        with suppress(ValueError, OverflowError):
            return np.array(list(map(int, cells)), dtype=np.int64)
    try:
        found = [float(cell) if cell and cell != missing else np.nan for cell in cells] if gaps else map(float, cells)
        return np.fromiter(found, np.float64, len(cells))
    except ValueError:
        row = next(i for i, cell in enumerate(cells) if cell and cell != missing and tables.number(cell) is None)
        reason = f"the column `{name}` holds `{cells[row]}` where the rows before hold numbers"
        help = f'if that means a missing value, write csv(..., missing = "{cells[row]}")'
        raise BadFile(reason, place=f"{place}:{lines[row]} (record {row + 1:,})", help=help) from None
