class Net(nnx.Module):
    def __call__(self, x):
        return jnp.sin(x) + jnp.cos(x) + jnp.tan(x)
