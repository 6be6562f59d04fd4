class Linear(nnx.Module):  # loss_with_weight_decay_by_hand.dl:2
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))  # loss_with_weight_decay_by_hand.dl:3
        self.b = nnx.Param(jnp.zeros(()))  # loss_with_weight_decay_by_hand.dl:4

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1) + self.b  # []  loss_with_weight_decay_by_hand.dl:5

def train_loss(models, batch, rngs=None, training=False):  # loss_with_weight_decay_by_hand.dl:7
    x = models.Linear(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]) + 0.01 * jnp.sum(jnp.square(models.Linear.w[...])))

def train_optimizer(steps):  # loss_with_weight_decay_by_hand.dl:7
    return optax.sgd(0.1)
