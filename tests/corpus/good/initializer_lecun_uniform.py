class Net(nnx.Module):
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.lecun_uniform()(rngs.params(), (4, 3)))

    def __call__(self, x):
        return x @ self.w  # [3]
