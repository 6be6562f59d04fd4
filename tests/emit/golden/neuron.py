class Neuron(nnx.Module):  # neuron.dl:8
    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # neuron.dl:9
        self.b = nnx.Param(jnp.zeros(()))  # neuron.dl:10

    def __call__(self, x):
        return x * self.w + self.b  # neuron.dl:11

def train_loss(model, batch):  # neuron.dl:15
    x = model(batch["celsius"])  # []
    return jnp.square(x - batch["fahrenheit"]).mean()

def train_optimizer(model, steps):  # neuron.dl:15
    return nnx.Optimizer(model, optax.sgd(0.001), wrt=nnx.Param)

def evaluate(model, batch):  # neuron.dl:18
    x = model(batch["celsius"])  # []  neuron.dl:19
    return [
        (x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
    ]
