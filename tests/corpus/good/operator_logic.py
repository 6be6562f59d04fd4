class Net(nnx.Module):
    def __call__(self, x):
        return jnp.logical_not(jnp.logical_and(x > 0, x < 1))  # bool[4]
