class Linear(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1)  # []

def train_loss(model, batch):
    x = model(batch["features"])  # []
    return jnp.square(x - batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):
    return [(model.w[...],)]
