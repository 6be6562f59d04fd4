class Heads(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 2, rngs=rngs)
        self.dense2 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        y = self.dense1(x)  # [2]
        x = self.dense2(x)  # [3]
        return {"a": y, "b": x}  # (a: [2], b: [3])

class Net(nnx.Module):
    def __init__(self, rngs):
        self.heads1 = Heads(rngs)

    def __call__(self, x):
        out = self.heads1(x)  # (a: [2], b: [3])
        return jnp.concatenate([out["a"], out["b"]], axis=-1)  # [5]
