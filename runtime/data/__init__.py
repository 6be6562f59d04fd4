"""Data: from a source to the fields of a data set, split, fitted, padded."""
