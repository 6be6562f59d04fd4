class Net(nnx.Module):  # keras_logits_into_cross_entropy.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # keras_logits_into_cross_entropy.dl:3
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  keras_logits_into_cross_entropy.dl:3
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]

def train_loss(models, batch, rngs=None, training=False):  # keras_logits_into_cross_entropy.dl:4
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # keras_logits_into_cross_entropy.dl:4
    return optax.sgd(0.1)
