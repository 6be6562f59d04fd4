class Net(nnx.Module):  # random_normal.dl:1
    def __call__(self, x, rngs=None):
        batch_size = len(x)
        return x + 0.1 * jax.random.normal(rngs(), (batch_size, 4))  # random_normal.dl:1
