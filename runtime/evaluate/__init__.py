"""Evaluation: what a model says of held-out examples, and the measures of it."""
