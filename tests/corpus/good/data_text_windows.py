def plays(columns, fit):
    next_ = fit.tokens("plays.past", columns["text"], by="bpe", size=512)  # int[]
    return {"past": next_, "next": next_}

class Next(nnx.Module):
    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["plays.past"], 16, rngs=rngs)
        self.dense1 = nnx.Linear(16, sizes["plays.past"], rngs=rngs)

    def __call__(self, past):
        x = self.embed1(past)  # [8, 16]
        return self.dense1(x)  # [8, vocabulary(plays.past)]

def train_loss(model, batch):
    x = model(batch["past"])  # [8, vocabulary(plays.past)]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["past"])  # [8, vocabulary(plays.past)]
    return [(jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]), axis=(1,)),)]
