"""The formatter: one canonical form for a text."""

from dsl.format.statements import format_tree as format_tree
