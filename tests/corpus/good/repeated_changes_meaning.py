class Turn(nnx.Module):
    def __call__(self, x):
        x = jnp.flip(x, axis=-1)
        return jnp.log(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)
        self.turn1 = nnx.List([Turn() for _ in range(2)])
        self.dense2 = nnx.Linear(3, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [3]
        x = jax.nn.softmax(x)
        for layer in self.turn1:
            x = layer(x)
        return self.dense2(x)

class Flip(nnx.Module):
    def __call__(self, x):
        return jnp.flip(x, axis=-1)

def train_loss(models, batch):
    x = models.Net(batch["features"])  # [3]
    x = jax.nn.softmax(x)
    x = models.Flip(x)
    y = models.Flip(batch["features"])  # [4]
    return jnp.mean(-jnp.log(jnp.clip(pick(x, batch["target"]), 1e-07, 1.0)) + jnp.mean(y, axis=-1))

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Net(batch["features"])  # [3]
    x = jax.nn.softmax(x)
    x = models.Flip(x)
    return [(x, batch["target"])]
