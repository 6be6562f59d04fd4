class Layers(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(32, 32, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jax.nn.relu(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 32, rngs=rngs)
        self.layers1 = stacked(24, Layers, rngs=rngs)
        self.dense2 = nnx.Linear(32, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]
        x = jax.nn.relu(x)
        x = repeat(self.layers1, x)
        return self.dense2(x)  # [3]
