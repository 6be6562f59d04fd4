class Net(nnx.Module):
    def __init__(self, rngs):
        self.w = nnx.Param(uniform_init(low=-0.1, high=0.1)(rngs.params(), (4, 3)))

    def __call__(self, x):
        return x @ self.w  # [3]
