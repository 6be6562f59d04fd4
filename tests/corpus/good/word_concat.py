class Net(nnx.Module):
    def __call__(self, a, b):
        return jnp.concatenate([a, b], axis=-1)  # [7]
