class Cross(nnx.Module):  # block_of_two_inputs.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # block_of_two_inputs.dl:1

    def __call__(self, a, b):
        return self.dense1(a * b)  # [3]  block_of_two_inputs.dl:1

class Net(nnx.Module):  # block_of_two_inputs.dl:2
    def __init__(self, rngs):
        self.cross1 = Cross(rngs)  # block_of_two_inputs.dl:2

    def __call__(self, x, y):
        return self.cross1(x, y)  # [3]  block_of_two_inputs.dl:2
