class Net(nnx.Module):
    def __call__(self, x):
        return jnp.exp(x) + jnp.expm1(x)
