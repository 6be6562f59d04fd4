class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)

    def logits(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []
        return jax.nn.sigmoid(x)

def train_loss(model, batch):
    x = model.logits(batch["features"])  # []
    return optax.sigmoid_focal_loss(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["features"])  # []
    return [(x, batch["target"])]
