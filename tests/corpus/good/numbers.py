class Net(nnx.Module):
    def __call__(self, x):
        return x * 1250.1009999999999
