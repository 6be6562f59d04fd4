class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, a, b):
        x = self.dense1(a)  # [8]
        x = jax.nn.relu(x)
        y = self.dense1(b)
        y = jax.nn.relu(y)
        return jnp.sqrt(jnp.sum(jnp.square(x - y), axis=-1))  # []
