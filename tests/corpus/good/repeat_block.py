class Residual(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(16, 16, kernel_size=(3, 3), rngs=rngs)

    def __call__(self, x):
        y = self.conv1(x)
        y = jax.nn.relu(y)
        return x + y

class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(3, 16, kernel_size=(3, 3), rngs=rngs)
        self.residual1 = nnx.List([Residual(rngs) for _ in range(8)])
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)  # [8, 8, 16]
        x = jax.nn.relu(x)
        for layer in self.residual1:
            x = layer(x)
        x = jnp.mean(x, axis=(1, 2))  # [16]
        return self.dense1(x)  # [10]
