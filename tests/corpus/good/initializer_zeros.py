class Net(nnx.Module):  # initializer_zeros.dl:1
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.zeros_init()(rngs.params(), (4, 3)))  # initializer_zeros.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_zeros.dl:3
