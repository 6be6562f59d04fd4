class Net(nnx.Module):  # slices.dl:1
    def __call__(self, x):
        return x[:, 5:15, :3]  # [10, 3]  slices.dl:1
