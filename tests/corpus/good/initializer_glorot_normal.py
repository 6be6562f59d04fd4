class Net(nnx.Module):  # initializer_glorot_normal.dl:1
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.glorot_normal()(rngs.params(), (4, 3)))  # initializer_glorot_normal.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_glorot_normal.dl:3
