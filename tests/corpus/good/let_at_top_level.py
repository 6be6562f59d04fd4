class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [8]
