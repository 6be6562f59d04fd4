class Fitted(nnx.Module):
    def __call__(self, x):
        return x

class Fitted2(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [8]

class Net(nnx.Module):
    def __init__(self, rngs):
        self.fitted1 = Fitted()
        self.fitted2 = Fitted2(rngs)

    def __call__(self, x):
        x = self.fitted1(x)
        x = jax.nn.relu(x)
        return self.fitted2(x)  # [8]
