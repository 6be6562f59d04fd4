class Net(nnx.Module):  # hyper_choices.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # hyper_choices.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [16]  hyper_choices.dl:2
