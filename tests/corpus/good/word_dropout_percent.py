class Net(nnx.Module):  # word_dropout_percent.dl:1
    def __init__(self, rngs):
        self.dropout1 = nnx.Dropout(0.5, rngs=rngs)  # word_dropout_percent.dl:1
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dropout1(x)  # word_dropout_percent.dl:1
        return self.dense1(x)  # [3]
