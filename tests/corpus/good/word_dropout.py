class Net(nnx.Module):  # word_dropout.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # word_dropout.dl:1

    def __call__(self, x, training=False, rngs=None):
        x = nnx.Dropout(0.5)(x, deterministic=not training, rngs=rngs)  # word_dropout.dl:1
        return self.dense1(x)  # [3]
