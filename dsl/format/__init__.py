"""The formatter: one canonical form for a text."""
