"""Spec files: found, read, mended."""
