"""Syntax errors in words: a place where reading stopped, and the table of what is said there."""
