"""Where examples come from: files of every usual kind, data sets that libraries bring, literal rows."""

ORDER = ("rows", "tables", "texts", "media", "boxes", "idx", "arrays", "embedded")
"""In the manual."""
