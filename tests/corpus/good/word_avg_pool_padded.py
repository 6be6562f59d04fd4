class Net(nnx.Module):
    def __call__(self, x):
        return nnx.avg_pool(x, (2, 2), strides=(2, 2), padding=((1, 1), (1, 1)))  # [5, 5, 3]
