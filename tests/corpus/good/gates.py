class And(nnx.Module):
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]

def evaluate(model, batch):
    x = model(batch["x"])  # bool[]
    return [(x, batch["and"]), (batch["x"], x)]
