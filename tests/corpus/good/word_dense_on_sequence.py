class Net(nnx.Module):  # word_dense_on_sequence.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(3, 16, rngs=rngs)  # word_dense_on_sequence.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [20, 16]  word_dense_on_sequence.dl:2
