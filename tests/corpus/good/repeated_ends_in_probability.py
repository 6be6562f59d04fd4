class Refine(nnx.Module):  # repeated_ends_in_probability.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(3, 3, rngs=rngs)  # repeated_ends_in_probability.dl:4

    def __call__(self, x):
        y = self.dense1(x)  # repeated_ends_in_probability.dl:4
        y = jnp.tanh(y)
        return jax.nn.softmax(x + y)

class Net(nnx.Module):  # repeated_ends_in_probability.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # repeated_ends_in_probability.dl:6
        self.refine1 = nnx.List([Refine(rngs) for _ in range(3)])

    def __call__(self, x):
        x = self.dense1(x)  # [3]  repeated_ends_in_probability.dl:6
        for layer in self.refine1:
            x = layer(x)
        return x

def train_loss(model, batch):  # repeated_ends_in_probability.dl:8
    x = model(batch["features"])  # [3]
    return jnp.mean(-jnp.log(jnp.clip(pick(x, batch["target"]), 1e-07, 1.0)))

def train_optimizer(model, steps):  # repeated_ends_in_probability.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # repeated_ends_in_probability.dl:10
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
