"""Optimizers, and the parts that they are made of."""

ORDER = ("descent", "adaptive", "contributed", "gradients", "scaling")
"""The order of the manual."""
