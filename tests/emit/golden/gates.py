class And(nnx.Module):
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]

class Or(nnx.Module):
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 0.5 >= 0  # bool[]

def evaluate(models, batch):
    x = models.And(batch["x"])  # bool[]
    y = models.Or(batch["x"])
    return [(x, batch["and"]), (y, batch["or"]), (batch["x"], x, y)]
