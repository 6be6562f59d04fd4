class Net(nnx.Module):  # function_arcs.dl:1
    def __call__(self, x, y):
        return jnp.arcsin(x) + jnp.arccos(x) + jnp.arctan(x) + jnp.arctan2(x, y)  # function_arcs.dl:1
