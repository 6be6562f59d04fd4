class Net(nnx.Module):
    def __call__(self, x):
        return jnp.abs(x) * jnp.sign(x)
