class Next(nnx.Module):
    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["plays.tokens"], 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, sizes["plays.tokens"], rngs=rngs)

    def __call__(self, tokens):
        x = self.embed1(tokens)  # [2, 8]
        return self.dense1(x)  # [2, vocabulary(plays.tokens)]

class Kind(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 6, rngs=rngs)
        self.dense2 = nnx.Linear(6, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [6]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]

def words_loss(models, batch):
    x = models.Next(batch["tokens"][:, :-1])  # [2, vocabulary(plays.tokens)]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["tokens"][:, 1:]).mean()

def words_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Next",)))

def kinds_loss(models, batch):
    x = models.Kind(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def kinds_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Kind",)))

def evaluate(models, batch):
    x = models.Kind(batch["features"])  # [3]
    return [(x, batch["target"])]
