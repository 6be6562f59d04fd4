def plays(columns, fit):  # data_text_windows.dl:1
    next_ = fit.tokens("plays.past", columns["text"], by="bpe", size=512)  # int[]  data_text_windows.dl:2
    return {"past": next_, "next": next_}

class Next(nnx.Module):  # data_text_windows.dl:7
    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["plays.past"], 16, rngs=rngs)  # data_text_windows.dl:8
        self.dense1 = nnx.Linear(16, sizes["plays.past"], rngs=rngs)

    def __call__(self, past):
        x = self.embed1(past)  # [8, 16]  data_text_windows.dl:8
        return self.dense1(x)  # [8, vocabulary(plays.past)]

def train_loss(model, batch):  # data_text_windows.dl:11
    x = model(batch["past"])  # [8, vocabulary(plays.past)]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]).mean()

def train_optimizer(model, steps):  # data_text_windows.dl:11
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # data_text_windows.dl:13
    x = model(batch["past"])  # [8, vocabulary(plays.past)]
    return [(jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]), axis=(1,)),)]
