class Net(nnx.Module):  # function_rounding.dl:1
    def __call__(self, x):
        return jnp.floor(x) + jnp.ceil(x) + jnp.round(x)  # function_rounding.dl:1
