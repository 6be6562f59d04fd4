class A(nnx.Module):  # data_two_sets.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # data_two_sets.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [3]  data_two_sets.dl:3

class B(nnx.Module):  # data_two_sets.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(13, 3, rngs=rngs)  # data_two_sets.dl:4

    def __call__(self, x):
        return self.dense1(x)  # [3]  data_two_sets.dl:4

def first_loss(models, batch, rngs=None, training=False):  # data_two_sets.dl:5
    x = models.A(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def first_optimizer(steps):  # data_two_sets.dl:5
    return optax.sgd(0.1)

def second_loss(models, batch, rngs=None, training=False):  # data_two_sets.dl:6
    x = models.B(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def second_optimizer(steps):  # data_two_sets.dl:6
    return optax.sgd(0.1)
