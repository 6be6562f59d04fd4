"""From syntax tree to typed IR, and from there to a diagram, a summary or a program.  Works on text alone."""
