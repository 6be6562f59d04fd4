"""What is asked of a finished run: load it, evaluate it on other data, predict, compare, report."""
