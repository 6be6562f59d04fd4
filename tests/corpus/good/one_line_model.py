class Net(nnx.Module):  # one_line_model.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # one_line_model.dl:2
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  one_line_model.dl:2
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]

def train_loss(models, batch, rngs=None, training=False):  # one_line_model.dl:3
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # one_line_model.dl:3
    return optax.adam(0.01)

def evaluate(models, batch):  # one_line_model.dl:4
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]
