class Net(nnx.Module):
    def __call__(self, x):
        x = max_pool(x, (2, 2))  # [4, 4, 3]
        return jnp.reshape(x, (-1, 48))  # [48]
