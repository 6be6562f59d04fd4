class Linear(nnx.Module):  # loss_with_weight_decay_by_hand.dl:2
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))  # loss_with_weight_decay_by_hand.dl:3
        self.b = nnx.Param(jnp.zeros(()))  # loss_with_weight_decay_by_hand.dl:4

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1) + self.b  # []  loss_with_weight_decay_by_hand.dl:5

def train_loss(model, batch):  # loss_with_weight_decay_by_hand.dl:7
    x = model(batch["features"])  # []
    return jnp.mean(jnp.square(x - batch["target"]) + 0.01 * jnp.sum(jnp.square(model.w[...])))

def train_optimizer(model, steps):  # loss_with_weight_decay_by_hand.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
