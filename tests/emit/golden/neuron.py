class Neuron(nnx.Module):  # neuron.dl:8
    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # neuron.dl:9
        self.b = nnx.Param(jnp.zeros(()))  # neuron.dl:10

    def __call__(self, x):
        return x * self.w + self.b  # neuron.dl:11

def train_loss(models, batch, rngs=None, training=False):  # neuron.dl:15
    x = models.Neuron(batch["celsius"])  # []
    return jnp.mean(jnp.square(x - batch["fahrenheit"]))

def train_optimizer(steps):  # neuron.dl:15
    return optax.sgd(0.001)

def evaluate(models, batch):  # neuron.dl:18
    x = models.Neuron(batch["celsius"])  # []  neuron.dl:19
    return [
        (x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
    ]
