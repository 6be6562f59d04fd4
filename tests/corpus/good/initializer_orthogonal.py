class Net(nnx.Module):  # initializer_orthogonal.dl:1
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.orthogonal(scale=2)(rngs.params(), (4, 3)))  # initializer_orthogonal.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_orthogonal.dl:3
