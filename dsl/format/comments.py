"""Comments and empty lines, put back among the lines of a laid-out text."""

from collections import deque
from collections.abc import Sequence

from dsl.format.layout import INDENT, OutputLine
from dsl.syntax import Comment, File


def with_comments(lines: Sequence[OutputLine], file: File) -> list[str]:
    """The lines with the text's comments in their places, and with its empty lines, at most one at a time, between
    statements.  A comment that stood within what is now one line goes above it."""
    page = _Page(file.source.text)
    comments = deque(file.comments)
    for line in lines:
        if line.start is None:
            page.write(line.text, line.indent)
            continue
        indent = line.indent + INDENT * line.closes
        while comments and comments[0].span.start < line.start:
            page.put_comment(comments.popleft(), indent, line.opens_statement or line.closes)
        blank = line.opens_statement and blank_before(page.source, line.start)
        while comments and comments[0].span.start < line.end:
            page.write(comments.popleft().text, indent, blank)
            blank = False
        page.write(line.text, line.indent, blank)
        page.code_end = line.end
    for comment in comments:
        page.put_comment(comment, 0, True)
    return page.lines


class _Page:
    """The lines written so far; `code_end` is where the last line's code ends in the source, -1 after a comment."""

    def __init__(self, source: str):
        self.source = source
        self.lines: list[str] = []
        self.code_end = -1
        self._after_opening = True

    def write(self, text: str, indent: int, blank: bool = False) -> None:
        if blank and not self._after_opening:
            self.lines.append("")
        self.lines.append(f"{' ' * indent}{text}".rstrip())
        self._after_opening = text.endswith("{") and not text.startswith("#")
        self.code_end = -1

    def put_comment(self, comment: Comment, indent: int, between_statements: bool) -> None:
        start = comment.span.start
        if not comment.alone and self.code_end >= 0 and "\n" not in self.source[self.code_end : start]:
            self.lines[-1] += f"  {comment.text}"
            self.code_end = -1
        else:
            self.write(comment.text, indent, between_statements and blank_before(self.source, start))


def blank_before(text: str, offset: int) -> bool:
    """Whether an empty line stands right above the line of an offset."""
    line_start = text.rfind("\n", 0, offset)
    return line_start > 0 and not text[text.rfind("\n", 0, line_start) + 1 : line_start].strip()
