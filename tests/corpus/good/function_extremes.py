class Net(nnx.Module):  # function_extremes.dl:1
    def __call__(self, x, y):
        return jnp.minimum(x, y) + jnp.maximum(x, y) + jnp.logaddexp(x, y)  # function_extremes.dl:1
