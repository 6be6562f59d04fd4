"""Inference: from statements to a typed experiment, with every mistake reported on the way."""

from compiler.infer.experiment import infer

__all__ = ["infer"]
