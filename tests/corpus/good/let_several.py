class Net(nnx.Module):
    def __call__(self, x):
        a = x[:, :2]  # [2]
        b = x[:, 2:]
        return a * b
