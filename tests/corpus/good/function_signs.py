class Net(nnx.Module):  # function_signs.dl:1
    def __call__(self, x):
        return jnp.abs(x) * jnp.sign(x)  # function_signs.dl:1
