class Net(nnx.Module):
    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, x):
        return x + jax.random.uniform(self.rngs(), jnp.shape(x))
