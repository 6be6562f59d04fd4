"""The text: grammar, parser, syntax tree, diagnostics, formatter.  Knows no layer and no tensor."""
