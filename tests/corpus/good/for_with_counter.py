class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)
        self.dense3 = nnx.Linear(8, 4, rngs=rngs)
        self.dense4 = nnx.Linear(4, 2, rngs=rngs)
        self.dense5 = nnx.Linear(2, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [8]
        x = jax.nn.relu(x)
        x = self.dense3(x)  # [4]
        x = jax.nn.relu(x)
        x = self.dense4(x)  # [2]
        x = jax.nn.relu(x)
        return self.dense5(x)  # [3]
