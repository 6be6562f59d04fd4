class Net(nnx.Module):  # random_bernoulli.dl:1
    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, x):
        # random_bernoulli.dl:1
        return x * jnp.asarray(jax.random.bernoulli(self.rngs(), jax.nn.sigmoid(x)), jnp.float32)
