class Net(nnx.Module):  # function_max_of_two.dl:1
    def __call__(self, x, y):
        return jnp.maximum(x, y) - jnp.minimum(x, y)  # function_max_of_two.dl:1
