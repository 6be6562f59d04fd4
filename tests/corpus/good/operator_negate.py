class Net(nnx.Module):  # operator_negate.dl:1
    def __call__(self, x):
        return -x  # operator_negate.dl:1
