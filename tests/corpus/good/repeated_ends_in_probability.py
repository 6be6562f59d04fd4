class Refine(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(3, 3, rngs=rngs)

    def __call__(self, x):
        y = self.dense1(x)
        y = jnp.tanh(y)
        return jax.nn.softmax(x + y)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)
        self.refine1 = nnx.List([Refine(rngs) for _ in range(3)])

    def __call__(self, x):
        x = self.dense1(x)  # [3]
        for layer in self.refine1:
            x = layer(x)
        return x

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return jnp.mean(-jnp.log(jnp.clip(pick(x, batch["target"]), 1e-07, 1.0)))

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
