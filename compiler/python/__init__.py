"""The target language, Python: expressions and statements as trees, identifiers, and the printer."""
