class Net(nnx.Module):  # focal_of_probability.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # focal_of_probability.dl:4

    def logits(self, x):  # focal_of_probability.dl:4
        x = self.dense1(x)  # [1]  focal_of_probability.dl:4
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []  focal_of_probability.dl:4
        return jax.nn.sigmoid(x)

def train_loss(models, batch, rngs=None, training=False):  # focal_of_probability.dl:6
    x = models.Net.logits(batch["features"])  # []
    return jnp.mean(optax.sigmoid_focal_loss(x, batch["target"]))

def train_optimizer(steps):  # focal_of_probability.dl:6
    return optax.sgd(0.1)

def evaluate(models, batch):  # focal_of_probability.dl:8
    x = models.Net(batch["features"])  # []
    return [(x, batch["target"])]
