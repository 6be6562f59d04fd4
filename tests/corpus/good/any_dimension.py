class Last(nnx.Module):  # any_dimension.dl:2
    def __call__(self, x):
        return x[:, -1]  # [8]  any_dimension.dl:2

class Net(nnx.Module):  # any_dimension.dl:3
    def __init__(self):
        self.last1 = Last()  # any_dimension.dl:3

    def __call__(self, x):
        return self.last1(x)  # [8]  any_dimension.dl:3
