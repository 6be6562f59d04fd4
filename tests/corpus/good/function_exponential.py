class Net(nnx.Module):  # function_exponential.dl:1
    def __call__(self, x):
        return jnp.exp(x) + jnp.expm1(x)  # function_exponential.dl:1
