class Layers(nnx.Module):  # flax_scan_over_layers.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(32, 32, rngs=rngs)  # flax_scan_over_layers.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # flax_scan_over_layers.dl:2
        return jax.nn.relu(x)

class Net(nnx.Module):  # flax_scan_over_layers.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 32, rngs=rngs)  # flax_scan_over_layers.dl:2
        self.layers1 = stacked(24, Layers, rngs=rngs)
        self.dense2 = nnx.Linear(32, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]  flax_scan_over_layers.dl:2
        x = jax.nn.relu(x)
        x = repeat(self.layers1, x)
        return self.dense2(x)  # [3]
