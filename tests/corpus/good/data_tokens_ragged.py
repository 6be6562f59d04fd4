def d(columns, fit):
    x = fit.lower(columns["text"])  # text
    words = fit.tokens("d.words", x, size=20, longest=4)  # int[t <= 4]
    good = columns["good"]  # class[2]
    return {"words": words, "good": good}

class Net(nnx.Module):
    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["d.words"], 3, rngs=rngs)
        self.dense1 = nnx.Linear(3, 2, rngs=rngs)

    def __call__(self, words, t_length):
        x = self.embed1(words)  # [t <= 4, 3]
        x = jnp.mean(x, axis=1, where=places(x, t_length))  # [3]
        return self.dense1(x)  # [2]

def train_loss(model, batch):
    x = model(batch["words"], t_length=batch["words.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["good"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
