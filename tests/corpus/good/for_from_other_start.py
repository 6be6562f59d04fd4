class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)
        self.dense2 = nnx.Linear(8, 16, rngs=rngs)
        self.dense3 = nnx.Linear(16, 24, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        x = jnp.tanh(x)
        x = self.dense2(x)  # [16]
        x = jnp.tanh(x)
        x = self.dense3(x)  # [24]
        return jnp.tanh(x)
