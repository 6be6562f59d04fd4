"""Features: transformations of a data set's columns.  What they learn, they learn from the training split only."""

ORDER = ("scaling", "categories", "texts", "times", "windows", "sounds", "selection")
"""In the manual."""
