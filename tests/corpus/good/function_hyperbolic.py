class Net(nnx.Module):  # function_hyperbolic.dl:1
    def __call__(self, x):
        return jnp.sinh(x) + jnp.cosh(x)  # function_hyperbolic.dl:1
