class Net(nnx.Module):  # word_max_pool_overlapping.dl:2
    def __call__(self, x):
        return nnx.max_pool(x, (3, 3), strides=(2, 2))  # [27, 27, 96]  word_max_pool_overlapping.dl:2
