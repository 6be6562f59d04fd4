class Net(nnx.Module):  # word_avg_pool_padded.dl:1
    def __call__(self, x):
        return nnx.avg_pool(x, (2, 2), strides=(2, 2), padding=((1, 1), (1, 1)))  # [5, 5, 3]  word_avg_pool_padded.dl:1
