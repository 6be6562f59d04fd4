"""What data files say about themselves, read with the standard library alone: the check and the run read alike."""

HELD_OUT = 0.2
"""The share held out as `test` where neither the source nor the spec has a test split."""
