class Net(nnx.Module):
    def __call__(self, x):
        return nnx.max_pool(x, (3, 3), strides=(2, 2))  # [27, 27, 96]
