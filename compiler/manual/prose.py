"""Paragraphs of the manual's pages."""

import textwrap

WIDTH = 116


def prose(text: str) -> list[str]:
    """A paragraph as lines of a page."""
    return textwrap.wrap(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
