class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 2, kernel_size=(4, 4), strides=2, padding=1, rngs=rngs)

    def __call__(self, x):
        return self.conv1(x)  # [4, 4, 2]
