class Net(nnx.Module):
    def __call__(self, x):
        return jnp.argmin(jnp.reshape(x, (-1, 24)), axis=-1)  # int[]
