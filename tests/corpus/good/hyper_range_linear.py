class Net(nnx.Module):  # hyper_range_linear.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # hyper_range_linear.dl:2

    def __call__(self, x, training=False, rngs=None):
        x = nnx.Dropout(0.5)(x, deterministic=not training, rngs=rngs)  # hyper_range_linear.dl:2
        return self.dense1(x)  # [3]
