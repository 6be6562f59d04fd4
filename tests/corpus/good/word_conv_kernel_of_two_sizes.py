class Net(nnx.Module):  # word_conv_kernel_of_two_sizes.dl:1
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 8, kernel_size=(3, 9), rngs=rngs)  # word_conv_kernel_of_two_sizes.dl:1

    def __call__(self, x):
        return self.conv1(x)  # [40, 100, 8]  word_conv_kernel_of_two_sizes.dl:1
