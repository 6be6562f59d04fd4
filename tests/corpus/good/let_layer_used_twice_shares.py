class Net(nnx.Module):
    def __init__(self, rngs):
        self.encode = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        y = self.encode(x)  # [8]
        x = self.encode(-x)
        return y + x
