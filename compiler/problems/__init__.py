"""Everything the checker can say, worded beside its code, its reason and its examples."""

from compiler.problems import data, names, shapes, splits, structure, training, warnings
from compiler.problems.catalogue import CATALOGUE, Problem

__all__ = ["CATALOGUE", "Problem", "data", "names", "shapes", "splits", "structure", "training", "warnings"]
