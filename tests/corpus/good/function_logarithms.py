class Net(nnx.Module):
    def __call__(self, x):
        return jnp.log(x) + jnp.log2(x) + jnp.log10(x) + jnp.log1p(x)
