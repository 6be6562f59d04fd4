class Net(nnx.Module):
    def __call__(self, x):
        return x**2 + 2**x
