class Net(nnx.Module):  # minimize_in_two_lines.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # minimize_in_two_lines.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  minimize_in_two_lines.dl:2

def train_loss(models, batch, rngs=None, training=False):  # minimize_in_two_lines.dl:4
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # minimize_in_two_lines.dl:5
    return optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.adamw(
            optax.warmup_cosine_decay_schedule(0.0, 0.001, warmup_steps=round(0.05 * steps), decay_steps=steps),
            weight_decay=0.05,
        ),
    )
