class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(100, 8, use_bias=False, rngs=rngs)
        self.dense2 = nnx.Linear(8, 100, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        return self.dense2(x)  # [100]
