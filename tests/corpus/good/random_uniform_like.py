class Net(nnx.Module):  # random_uniform_like.dl:1
    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, x):
        return x + jax.random.uniform(self.rngs(), jnp.shape(x))  # random_uniform_like.dl:1
