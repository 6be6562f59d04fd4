class Net(nnx.Module):  # operator_power.dl:1
    def __call__(self, x):
        return x**2 + 2**x  # operator_power.dl:1
