class Net(nnx.Module):  # word_one_hot.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(5, 3, rngs=rngs)  # word_one_hot.dl:1

    def __call__(self, kind):
        x = jax.nn.one_hot(kind, 5)  # [5]  word_one_hot.dl:1
        return self.dense1(x)  # [3]
