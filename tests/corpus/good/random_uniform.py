class Net(nnx.Module):
    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, x):
        batch_size = len(x)
        return x * jax.random.uniform(self.rngs(), (batch_size, 4), minval=0.9, maxval=1.1)
