class Net(nnx.Module):  # word_conv_stride.dl:1
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 8, kernel_size=(3, 3), strides=2, rngs=rngs)  # word_conv_stride.dl:1

    def __call__(self, x):
        return self.conv1(x)  # [14, 14, 8]  word_conv_stride.dl:1
