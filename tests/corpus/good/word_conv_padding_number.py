class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(3, 64, kernel_size=(7, 7), strides=2, padding=3, rngs=rngs)

    def __call__(self, x):
        return self.conv1(x)  # [112, 112, 64]
