"""Where examples come from: files of every usual kind, data sets that libraries bring, literal rows."""

from compiler.vocabulary.sources import rows, tables  # isort: skip
from compiler.vocabulary.sources import embedded, idx

__all__ = ["embedded", "idx", "rows", "tables"]
