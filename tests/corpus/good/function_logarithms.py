class Net(nnx.Module):  # function_logarithms.dl:1
    def __call__(self, x):
        return jnp.log(x) + jnp.log2(x) + jnp.log10(x) + jnp.log1p(x)  # function_logarithms.dl:1
