class Net(nnx.Module):
    def __call__(self, x):
        return {"a": x[:, :2], "b": x[:, 0]}  # (a: [2], b: [])
