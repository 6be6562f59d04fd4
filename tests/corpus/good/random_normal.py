class Net(nnx.Module):
    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, x):
        batch_size = len(x)
        return x + 0.1 * jax.random.normal(self.rngs(), (batch_size, 4))
