class And(nnx.Module):  # gates.dl:2
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]  gates.dl:2

def evaluate(model, batch):  # gates.dl:3
    x = model(batch["x"])  # bool[]  gates.dl:4
    return [(x, batch["and"]), (batch["x"], x)]
