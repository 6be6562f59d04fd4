class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 16, rngs=rngs)
        self.dense3 = nnx.Linear(16, 8, rngs=rngs)
        self.dense4 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [16]
        x = jax.nn.relu(x)
        x = self.dense3(x)  # [8]
        x = jax.nn.relu(x)
        return self.dense4(x)  # [3]
