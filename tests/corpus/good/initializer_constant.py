class Net(nnx.Module):  # initializer_constant.dl:1
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.constant(value=0.5)(rngs.params(), (4, 3)))  # initializer_constant.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_constant.dl:3
