class Net(nnx.Module):  # word_dense.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # word_dense.dl:1

    def __call__(self, x):
        return self.dense1(x)  # [3]  word_dense.dl:1
