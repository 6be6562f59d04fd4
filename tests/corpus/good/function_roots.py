class Net(nnx.Module):  # function_roots.dl:1
    def __call__(self, x):
        return jnp.sqrt(x) + jnp.square(x) + jnp.reciprocal(x)  # function_roots.dl:1
