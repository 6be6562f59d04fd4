"""From typed IR to a readable Flax NNX + Optax program."""
