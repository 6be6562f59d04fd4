class Net(nnx.Module):
    def __call__(self, x):
        return jnp.sqrt(x) + jnp.square(x) + jnp.reciprocal(x)
