class Net(nnx.Module):  # initializer_truncated_normal.dl:1
    def __init__(self, rngs):
        # initializer_truncated_normal.dl:2
        self.w = nnx.Param(nnx.initializers.truncated_normal(stddev=0.02)(rngs.params(), (4, 3)))

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_truncated_normal.dl:3
