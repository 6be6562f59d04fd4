class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]
