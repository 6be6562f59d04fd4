class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 8, kernel_size=(5, 5), padding="VALID", rngs=rngs)

    def __call__(self, x):
        return self.conv1(x)  # [24, 24, 8]
