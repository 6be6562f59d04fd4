class Neuron(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))
        self.b = nnx.Param(jnp.zeros(()))

    def __call__(self, x):
        return x * self.w + self.b

def train_loss(model, batch):
    x = model(batch["celsius"])  # []
    return jnp.square(x - batch["fahrenheit"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.001), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["celsius"])  # []
    return [
        (x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
    ]
