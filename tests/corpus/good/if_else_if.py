class Net(nnx.Module):  # if_else_if.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # if_else_if.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [16]  if_else_if.dl:3
