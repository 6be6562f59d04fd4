class Net(nnx.Module):
    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, x):
        return x * jnp.asarray(jax.random.bernoulli(self.rngs(), jax.nn.sigmoid(x)), jnp.float32)
