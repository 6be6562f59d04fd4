"""A text whose statement at the cursor is still being typed, mended so that it can be checked."""

from collections.abc import Iterator

from dsl import parser
from dsl.spans import Source
from dsl.statements import LINE_IN_TEXT
from runtime.editor.context import Context, context_at

PLACEHOLDER = "here__"
"""Stands where the cursor is."""


def mend(source: Source, context: Context, offset: int) -> Source:
    """The text with a name at the cursor and what is open closed; up to the cursor it is the same text.

    Where that cannot be read either, the line or at last the statement at the cursor is left out.
    """
    for text in _candidates(source.text, context, offset):
        changed = Source(source.path, text)
        file, _ = parser.parse(changed)
        if file is not None and any(s.span.start <= context.start <= s.span.end for s in file.statements):
            return changed
    following = LINE_IN_TEXT.search(source.text, offset)
    rest = source.text[following.start() :] if following else ""
    kept = source.text[: context.statement]
    return Source(source.path, f"{kept}{_blank(source.text[context.statement : context.start])}\n{rest}")


def _candidates(text: str, context: Context, offset: int) -> Iterator[str]:
    head = f"{text[: context.start]}{PLACEHOLDER}"
    behind = offset
    while behind < len(text) and (text[behind].isalnum() or text[behind] == "_"):
        behind += 1
    following = LINE_IN_TEXT.search(text, behind)
    rest = "\n" + (text[following.start() :] if following else "")
    closers = context.closers()
    yield head + text[behind:]
    yield head + closers + rest
    if context.section in ("block", "model") and "{" not in (frame.bracket for frame in context.frames):
        yield f"{head}{closers} {{ 0 }}{rest}"
    if context.section == "train" and closers:
        yield f"{head}{closers[:-1]} using sgd(0.1)}}{rest}"
    line = text.rfind("\n", 0, context.start) + 1
    if line > context.statement:
        yield f"{text[:line]}{_blank(text[line : context.start])}{context_at(text, line).closers()}{rest}"


def _blank(text: str) -> str:
    """As many characters without a meaning, so that places keep their number."""
    return "".join("\n" if c == "\n" else " " for c in text)
