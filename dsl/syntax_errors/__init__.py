"""Syntax errors in words: a place where reading stopped, and the tables of what is said there.

The parser hands a `parse_error.Failure` to `table.diagnose`; `table.CATALOGUE` holds all entries.  What the grammar
lets through and the language does not is `dsl.well_formed`'s.  Only a text with errors imports the tables.
"""
