class Net(nnx.Module):  # initializer_ones.dl:1
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.ones_init()(rngs.params(), (4, 3)))  # initializer_ones.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_ones.dl:3
