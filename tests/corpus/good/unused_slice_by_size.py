class Net(nnx.Module):  # unused_slice_by_size.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # unused_slice_by_size.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  unused_slice_by_size.dl:6

def train_loss(models, batch, rngs=None, training=False):  # unused_slice_by_size.dl:8
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # unused_slice_by_size.dl:8
    return optax.adam(0.01)

def evaluate(models, batch):  # unused_slice_by_size.dl:10
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]
