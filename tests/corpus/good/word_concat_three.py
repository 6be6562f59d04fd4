class Net(nnx.Module):
    def __call__(self, a, b, c):
        return jnp.concatenate([a, b, c], axis=-1)  # [9]
