class Net(nnx.Module):  # operator_arithmetic.dl:1
    def __call__(self, x):
        return (x + 1) * 2 - x / 3  # operator_arithmetic.dl:1
