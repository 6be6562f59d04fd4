class Heads(nnx.Module):  # block_giving_a_record.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 2, rngs=rngs)  # block_giving_a_record.dl:1
        self.dense2 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        y = self.dense1(x)  # [2]  block_giving_a_record.dl:1
        x = self.dense2(x)  # [3]
        return {"a": y, "b": x}  # (a: [2], b: [3])

class Net(nnx.Module):  # block_giving_a_record.dl:2
    def __init__(self, rngs):
        self.heads1 = Heads(rngs)  # block_giving_a_record.dl:3

    def __call__(self, x):
        out = self.heads1(x)  # (a: [2], b: [3])  block_giving_a_record.dl:3
        return jnp.concatenate([out["a"], out["b"]], axis=-1)  # [5]  block_giving_a_record.dl:4
