class Net(nnx.Module):
    def __init__(self, rngs):
        self.dropout1 = nnx.Dropout(0.5, rngs=rngs)
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dropout1(x)
        return self.dense1(x)  # [3]
