class Mlp(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [8]

class Mlp2(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 12, rngs=rngs)
        self.dense2 = nnx.Linear(12, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [12]
        x = jnp.tanh(x)
        return self.dense2(x)  # [3]

class Net(nnx.Module):
    def __init__(self, rngs):
        self.mlp1 = Mlp(rngs)
        self.mlp2 = Mlp2(rngs)

    def __call__(self, x):
        x = self.mlp1(x)  # [8]
        x = jax.nn.relu(x)
        return self.mlp2(x)  # [3]
