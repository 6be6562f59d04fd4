"""Records of JSON, one a line."""

from typing import Any

from runtime.data.sources.joining import Find
from runtime.data.sources.json import read
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns by the records' keys, of the types that the check inferred from the same first records."""
    return read(arguments, find, "", by_line=True)
