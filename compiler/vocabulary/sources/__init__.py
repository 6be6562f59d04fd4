"""Where examples come from: files of every usual kind, data sets that libraries bring, literal rows."""

# In the manual's order.
from compiler.vocabulary.sources import rows, tables  # isort: skip
from compiler.vocabulary.sources import texts  # isort: skip
from compiler.vocabulary.sources import media  # isort: skip
from compiler.vocabulary.sources import idx  # isort: skip
from compiler.vocabulary.sources import embedded  # isort: skip

__all__ = ["embedded", "idx", "media", "rows", "tables", "texts"]
