class Deep(nnx.Module):
    def __call__(self, x):
        return x

class Deep2(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)
        self.deep1 = Deep()

    def __call__(self, x):
        x = self.dense1(x)
        x = jax.nn.relu(x)
        return self.deep1(x)

class Deep3(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)
        self.deep1 = Deep2(rngs)

    def __call__(self, x):
        x = self.dense1(x)
        x = jax.nn.relu(x)
        return self.deep1(x)

class Deep4(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)
        self.deep1 = Deep3(rngs)

    def __call__(self, x):
        x = self.dense1(x)
        x = jax.nn.relu(x)
        return self.deep1(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.deep1 = Deep4(rngs)

    def __call__(self, x):
        return self.deep1(x)
