class Scores(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jnp.tanh(x)

class LastOf(nnx.Module):
    def __call__(self, x):
        return x[:, -1]  # [4]

class Net(nnx.Module):
    def __init__(self, rngs):
        self.order = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (4,)))
        self.scores1 = nnx.List([Scores(rngs) for _ in range(2)])
        self.last_of1 = LastOf()
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        for layer in self.scores1:
            x = layer(x)
        x = jnp.cumsum(x * self.order, axis=1)
        x = self.last_of1(x)  # [4]
        return self.dense1(x)  # [3]

    def call_3x4(self, x):
        z = jnp.flip(x, axis=1)
        x = z
        for layer in self.scores1:
            x = layer(x)
        x = jnp.cumsum(x * self.order, axis=1)
        x = self.last_of1(x)  # [4]
        return self.dense1(x)  # [3]

def train_loss(model, batch):
    x = jnp.expand_dims(batch["features"], axis=1)  # [1, 4]
    one = model(x)  # [3]
    x = jnp.stack([batch["features"], batch["features"], batch["features"]], axis=-1)  # [4, 3]
    x = jnp.transpose(x, (0, 2, 1))  # [3, 4]
    three = model.call_3x4(x)  # [3]
    x = optax.softmax_cross_entropy_with_integer_labels(one, batch["target"])  # []
    return jnp.mean(x + optax.softmax_cross_entropy_with_integer_labels(three, batch["target"]))

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = jnp.expand_dims(batch["features"], axis=1)  # [1, 4]
    x = model(x)  # [3]
    return [(x, batch["target"])]
