class Scores(nnx.Module):
    def __init__(self, rngs, sizes):
        self.dense1 = nnx.Linear(8, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, sizes["plays.tokens"], rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [2, 16]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [2, vocabulary(plays.tokens)]

class Net(nnx.Module):
    def __init__(self, rngs, sizes):
        self.prior = nnx.Param(jnp.zeros((sizes["plays.tokens"],)))
        self.embed1 = nnx.Embed(sizes["plays.tokens"], 8, rngs=rngs)
        self.scores1 = Scores(rngs, sizes=sizes)

    def __call__(self, tokens):
        x = self.embed1(tokens)  # [2, 8]
        x = self.scores1(x)  # [2, vocabulary(plays.tokens)]
        return x + self.prior

def train_loss(model, batch):
    x = model(batch["tokens"][:, :-1])  # [2, vocabulary(plays.tokens)]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["tokens"][:, 1:]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["tokens"][:, :-1])  # [2, vocabulary(plays.tokens)]
    return [(jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["tokens"][:, 1:]), axis=(1,)),)]
