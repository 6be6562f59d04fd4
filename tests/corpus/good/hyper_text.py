class Net(nnx.Module):  # hyper_text.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # hyper_text.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [3]  hyper_text.dl:3

def train_loss(models, batch, rngs=None, training=False):  # hyper_text.dl:4
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # hyper_text.dl:4
    return optax.sgd(0.1)
