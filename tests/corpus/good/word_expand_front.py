class Net(nnx.Module):
    def __call__(self, x):
        return jnp.expand_dims(x, axis=1)  # [1, 28, 28]
