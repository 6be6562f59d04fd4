class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 8, kernel_size=(3, 3), strides=2, rngs=rngs)

    def __call__(self, x):
        return self.conv1(x)  # [14, 14, 8]
