class Net(nnx.Module):
    def __call__(self, x):
        return jnp.median(x, axis=1)  # [3]
