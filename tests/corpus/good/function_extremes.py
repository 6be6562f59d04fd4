class Net(nnx.Module):
    def __call__(self, x, y):
        return jnp.minimum(x, y) + jnp.maximum(x, y) + jnp.logaddexp(x, y)
