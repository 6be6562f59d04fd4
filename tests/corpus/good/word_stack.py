class Net(nnx.Module):
    def __call__(self, a, b):
        return jnp.stack([a, b], axis=1)  # [2, 4]
