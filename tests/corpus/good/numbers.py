class Net(nnx.Module):  # numbers.dl:2
    def __call__(self, x):
        return x * 1250.1009999999999  # numbers.dl:2
