class Net(nnx.Module):
    def __call__(self, x, y):
        return jnp.arcsin(x) + jnp.arccos(x) + jnp.arctan(x) + jnp.arctan2(x, y)
