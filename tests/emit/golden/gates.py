class And(nnx.Module):  # gates.dl:9
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]  gates.dl:9

class Or(nnx.Module):  # gates.dl:10
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 0.5 >= 0  # bool[]  gates.dl:10

def evaluate(models, batch):  # gates.dl:12
    x = models.And(batch["x"])  # bool[]  gates.dl:13
    y = models.Or(batch["x"])  # gates.dl:14
    return [(x, batch["and"]), (y, batch["or"]), (batch["x"], x, y)]
