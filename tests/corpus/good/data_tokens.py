def d(columns, fit):
    x = fit.lower(columns["text"])  # text
    x = fit.tokens("d.words", x, size=20, longest=4)  # int[...]
    words = fit.fix_length(x, n=4)  # int[4]
    good = columns["good"]  # class[2]
    return {"words": words, "good": good}

class Net(nnx.Module):
    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["d.words"], 3, rngs=rngs)
        self.dense1 = nnx.Linear(12, 2, rngs=rngs)

    def __call__(self, words):
        x = self.embed1(words)  # [4, 3]
        x = jnp.reshape(x, (-1, 12))  # [12]
        return self.dense1(x)  # [2]

def train_loss(model, batch):
    x = model(batch["words"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["good"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
