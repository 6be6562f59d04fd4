class Net(nnx.Module):  # show_images_of_vectors.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)  # show_images_of_vectors.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [10]  show_images_of_vectors.dl:3

def train_loss(models, batch, rngs=None, training=False):  # show_images_of_vectors.dl:4
    x = models.Net(batch["features"])  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # show_images_of_vectors.dl:4
    return optax.sgd(0.1)

def evaluate(models, batch):  # show_images_of_vectors.dl:5
    return [(batch["features"],)]
