class Net(nnx.Module):  # trailing_commas.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # trailing_commas.dl:1

    def __call__(self, x):
        return self.dense1(x)  # [3]  trailing_commas.dl:1
