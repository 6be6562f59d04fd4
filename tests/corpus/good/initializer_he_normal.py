class Net(nnx.Module):  # initializer_he_normal.dl:1
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.he_normal()(rngs.params(), (4, 3)))  # initializer_he_normal.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_he_normal.dl:3
