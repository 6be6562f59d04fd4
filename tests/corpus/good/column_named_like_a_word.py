class Line(nnx.Module):  # column_named_like_a_word.dl:3
    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # column_named_like_a_word.dl:4

    def __call__(self, x):
        return self.w * x  # column_named_like_a_word.dl:5

def train_loss(model, batch):  # column_named_like_a_word.dl:7
    x = model(batch["mean"])  # []
    return jnp.mean(jnp.square(x - batch["y"]), axis=()).mean()

def train_optimizer(model, steps):  # column_named_like_a_word.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
