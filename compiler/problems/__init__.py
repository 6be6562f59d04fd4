"""Everything the checker can say, worded beside its code, its reason and its examples."""

from compiler.problems import (
    data,
    names,
    other_libraries,
    ranges,
    shapes,
    sharing,
    splits,
    structure,
    training,
    values,
    warnings,
)
from compiler.problems.catalogue import CATALOGUE, Problem

__all__ = [
    "CATALOGUE",
    "Problem",
    "data",
    "names",
    "other_libraries",
    "ranges",
    "shapes",
    "sharing",
    "splits",
    "structure",
    "training",
    "values",
    "warnings",
]
