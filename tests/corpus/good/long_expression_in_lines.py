class Net(nnx.Module):
    def __call__(self, a, b, c):
        return a * b + b * c - c * a
