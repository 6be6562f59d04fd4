class Net(nnx.Module):  # keras_validation_split_written.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # keras_validation_split_written.dl:7

    def __call__(self, x):
        return self.dense1(x)  # [3]  keras_validation_split_written.dl:7

def train_loss(models, batch, rngs=None, training=False):  # keras_validation_split_written.dl:8
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # keras_validation_split_written.dl:8
    return optax.sgd(0.1)

def evaluate(models, batch):  # keras_validation_split_written.dl:9
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]

def evaluate2(models, batch):  # keras_validation_split_written.dl:10
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]
