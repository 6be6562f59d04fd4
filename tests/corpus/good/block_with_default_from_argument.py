class Wide(nnx.Module):
    def __init__(self, in_features, inner, width, rngs):
        self.dense1 = nnx.Linear(in_features, inner, rngs=rngs)
        self.dense2 = nnx.Linear(inner, width, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        x = jax.nn.relu(x)
        return self.dense2(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.wide1 = Wide(4, 32, width=8, rngs=rngs)
        self.wide2 = Wide(8, 64, width=4, rngs=rngs)

    def __call__(self, x):
        x = self.wide1(x)  # [8]
        x = jax.nn.relu(x)
        return self.wide2(x)  # [4]
