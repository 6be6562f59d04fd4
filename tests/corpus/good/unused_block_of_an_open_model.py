class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)

    def __call__(self, words):
        x = self.embed1(words)  # [3, 8]
        x = jnp.mean(x, axis=1)  # [8]
        return self.dense1(x)  # [2]

def train_loss(model, batch):
    x = model(batch["words"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["good"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["words"])  # [2]
    return [(x, batch["good"])]
