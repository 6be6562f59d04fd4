class Net(nnx.Module):  # word_conv_padding_number.dl:2
    def __init__(self, rngs):
        # word_conv_padding_number.dl:2
        self.conv1 = nnx.Conv(3, 64, kernel_size=(7, 7), strides=2, padding=3, rngs=rngs)

    def __call__(self, x):
        return self.conv1(x)  # [112, 112, 64]  word_conv_padding_number.dl:2
