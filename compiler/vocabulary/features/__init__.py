"""Features: transformations of a data set's columns.  What they learn, they learn from the training split only."""

from compiler.vocabulary.features import categories, scaling, windows

__all__ = ["categories", "scaling", "windows"]
