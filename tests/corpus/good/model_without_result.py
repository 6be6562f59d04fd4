class Net(nnx.Module):  # model_without_result.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # model_without_result.dl:1

    def __call__(self, x):
        return self.dense1(x)  # [3]  model_without_result.dl:1
