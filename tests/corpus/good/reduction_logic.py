class Net(nnx.Module):
    def __call__(self, x):
        return jnp.logical_and(jnp.any(x > 0, axis=2), jnp.all(x < 1, axis=2))  # bool[8]
