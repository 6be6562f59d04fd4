class Pair(nnx.Module):
    def __call__(self, x):
        return {"a": x[:, :2], "b": x[:, 2:]}  # (a: [2], b: [2])

class Net(nnx.Module):
    def __call__(self, x, pair):
        x = pair(x)  # (a: [2], b: [2])
        a = x["a"]  # [2]
        b = x["b"]
        return a + b
