class Mlp(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 16, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        return self.dense2(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.mlp1 = Mlp(rngs)
        self.dense1 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        x = self.mlp1(x)  # [16]
        x = jax.nn.relu(x)
        return self.dense1(x)  # [3]
