class Cross(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, a, b):
        return self.dense1(a * b)  # [3]

class Net(nnx.Module):
    def __init__(self, rngs):
        self.cross1 = Cross(rngs)

    def __call__(self, x, y):
        return self.cross1(x, y)  # [3]
