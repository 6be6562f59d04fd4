class Activated(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        return jax.nn.relu(x)

class Activated2(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jnp.tanh(x)

class Activated3(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

class Net(nnx.Module):
    def __init__(self, rngs):
        self.activated1 = Activated(rngs)
        self.activated2 = Activated2(rngs)
        self.activated3 = Activated3(rngs)

    def __call__(self, x):
        x = self.activated1(x)  # [8]
        x = self.activated2(x)
        return self.activated3(x)  # [3]
