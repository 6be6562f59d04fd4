"""From typed IR to a readable Flax NNX + Optax program."""

from compiler.emit.program import emit

__all__ = ["emit"]
