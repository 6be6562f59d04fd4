"""Words that several stages put together alike."""

from collections.abc import Iterable


def either(texts: Iterable[str]) -> str:
    """`[8] or [4]`: different texts, each once; empty ones are left out."""
    return " or ".join(dict.fromkeys(filter(None, texts)))
