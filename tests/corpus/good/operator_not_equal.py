class Net(nnx.Module):  # operator_not_equal.dl:1
    def __call__(self, x):
        return x != 0  # bool[4]  operator_not_equal.dl:1
