class Net(nnx.Module):
    def __call__(self, x, y):
        return jnp.maximum(x, y) - jnp.minimum(x, y)
