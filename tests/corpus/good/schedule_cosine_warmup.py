class Net(nnx.Module):  # schedule_cosine_warmup.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # schedule_cosine_warmup.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  schedule_cosine_warmup.dl:2

def train_loss(models, batch, rngs=None, training=False):  # schedule_cosine_warmup.dl:4
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # schedule_cosine_warmup.dl:4
    return optax.sgd(
        optax.warmup_cosine_decay_schedule(
            0.0, 0.1, warmup_steps=round(0.05 * steps), decay_steps=steps, end_value=0.0001
        )
    )
