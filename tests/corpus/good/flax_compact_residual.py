class Residual(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 16, rngs=rngs)

    def __call__(self, x):
        y = self.dense1(x)
        y = jax.nn.relu(y)
        y = self.dense2(y)
        return x + y

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.residual1 = nnx.List([Residual(rngs) for _ in range(3)])
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        for layer in self.residual1:
            x = layer(x)
        return self.dense2(x)  # [3]
