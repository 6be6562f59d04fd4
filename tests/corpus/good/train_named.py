class Net(nnx.Module):  # train_named.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # train_named.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  train_named.dl:2

def main__loss(models, batch, rngs=None, training=False):  # train_named.dl:3
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def main__optimizer(steps):  # train_named.dl:3
    return optax.sgd(0.1)
