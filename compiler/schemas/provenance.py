"""Which file and which record of it a row of a source comes from."""

from bisect import bisect_right
from collections.abc import Sequence

from dsl.immutable import immutable


@immutable
class Origins:
    """`starts` holds each file with its first row's index, `lines` the line that each row ends in, or nothing."""

    starts: tuple[tuple[int, str], ...]
    lines: Sequence[int] = ()

    @staticmethod
    def joined(parts: Sequence[tuple[int, "Origins"]]) -> "Origins":
        """Those of tables below one another, each with its number of rows."""
        starts: list[tuple[int, str]] = []
        lines: list[int] = []
        above = 0
        for rows, origins in parts:
            starts += [(above + start, file) for start, file in origins.starts]
            lines += origins.lines
            above += rows
        return Origins(tuple(starts), tuple(lines))

    def place(self, row: int) -> str:
        """`adult.data:17 (record 17)`; a file that is one example is named alone."""
        at = bisect_right(self.starts, row, key=lambda start: start[0]) - 1
        start, file = self.starts[at]
        if self.single:
            return file
        line = f":{self.lines[row]}" if len(self.lines) else ""
        return f"{file}{line} (record {row - start + 1:,})"

    @property
    def single(self) -> bool:
        """Whether each example is a file of its own."""
        return len(self.starts) > 1 and self.starts[-1][0] == len(self.starts) - 1 and not len(self.lines)
