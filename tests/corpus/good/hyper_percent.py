class Net(nnx.Module):  # hyper_percent.dl:2
    def __init__(self, rngs):
        self.dropout1 = nnx.Dropout(0.25, rngs=rngs)  # hyper_percent.dl:2
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dropout1(x)  # hyper_percent.dl:2
        return self.dense1(x)  # [3]
