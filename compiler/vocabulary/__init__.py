"""The words of the language, a chapter a file.  Importing this package registers them all."""

from compiler.vocabulary import (
    activations,
    arithmetic,
    comparisons,
    conversions,
    convolution,
    elementary,
    features,
    layers,
    measures,
    pooling,
    reductions,
    sections,
    shaping,
    shows,
    sources,
)

__all__ = [
    "activations",
    "arithmetic",
    "comparisons",
    "conversions",
    "convolution",
    "elementary",
    "features",
    "layers",
    "measures",
    "pooling",
    "reductions",
    "sections",
    "shaping",
    "shows",
    "sources",
]
