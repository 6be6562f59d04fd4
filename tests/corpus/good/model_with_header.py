class Net(nnx.Module):  # model_with_header.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # model_with_header.dl:1

    def __call__(self, x):
        return self.dense1(x)  # [3]  model_with_header.dl:1
