class Line(nnx.Module):  # column_named_like_a_word.dl:3
    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # column_named_like_a_word.dl:4

    def __call__(self, x):
        return self.w * x  # column_named_like_a_word.dl:5

def train_loss(models, batch, rngs=None, training=False):  # column_named_like_a_word.dl:7
    x = models.Line(batch["mean"])  # []
    return jnp.mean(jnp.mean(jnp.square(x - batch["y"]), axis=()))

def train_optimizer(steps):  # column_named_like_a_word.dl:7
    return optax.sgd(0.1)
