class Net(nnx.Module):
    def __call__(self, x):
        return x[:, 1:] - x[:, :-1]  # [19]
