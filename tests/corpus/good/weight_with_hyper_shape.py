class Net(nnx.Module):  # weight_with_hyper_shape.dl:2
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.he_normal()(rngs.params(), (4, 8)))  # weight_with_hyper_shape.dl:3

    def __call__(self, x):
        return x @ self.w  # [8]  weight_with_hyper_shape.dl:4
