class Net(nnx.Module):  # let_several.dl:1
    def __call__(self, x):
        a = x[:, :2]  # [2]  let_several.dl:2
        b = x[:, 2:]
        return a * b  # let_several.dl:3
