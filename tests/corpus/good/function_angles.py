class Net(nnx.Module):  # function_angles.dl:1
    def __call__(self, x):
        return jnp.sin(x) + jnp.cos(x) + jnp.tan(x)  # function_angles.dl:1
