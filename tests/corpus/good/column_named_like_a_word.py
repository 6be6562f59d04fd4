class Line(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))

    def __call__(self, x):
        return self.w * x

def train_loss(model, batch):
    x = model(batch["mean"])  # []
    return jnp.mean(jnp.square(x - batch["y"]), axis=()).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
