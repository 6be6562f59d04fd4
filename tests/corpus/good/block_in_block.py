class Inner(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jax.nn.relu(x)

class Outer(nnx.Module):
    def __init__(self, rngs):
        self.inner1 = Inner(rngs)
        self.inner2 = Inner(rngs)

    def __call__(self, x):
        x = self.inner1(x)
        return self.inner2(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.outer1 = Outer(rngs)
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.outer1(x)
        return self.dense1(x)  # [3]
