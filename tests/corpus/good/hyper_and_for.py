class Net(nnx.Module):  # hyper_and_for.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # hyper_and_for.dl:4
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)
        self.dense3 = nnx.Linear(8, 5, rngs=rngs)
        self.dense4 = nnx.Linear(5, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  hyper_and_for.dl:4
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [8]
        x = jax.nn.relu(x)
        x = self.dense3(x)  # [5]
        x = jax.nn.relu(x)
        return self.dense4(x)  # [3]

def train_loss(models, batch, rngs=None, training=False):  # hyper_and_for.dl:5
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # hyper_and_for.dl:5
    return optax.adam(0.001)

def evaluate(models, batch):  # hyper_and_for.dl:6
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]
