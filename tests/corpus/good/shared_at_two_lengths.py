class Unit(nnx.Module):
    def __init__(self, width, rngs):
        self.conv1 = nnx.Conv(6, width, kernel_size=(3,), rngs=rngs)
        self.dense1 = nnx.Linear(width, 6, rngs=rngs)

    def __call__(self, x):
        y = self.conv1(x)
        y = jax.nn.relu(y)
        z = self.dense1(y)  # [4, 6] or [8, 6]
        return x + z

class Layers(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(6, 6, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jax.nn.relu(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(1, 6, rngs=rngs)
        self.unit1 = Unit(4, rngs)
        self.layers1 = stacked(9, Layers, rngs=rngs)
        self.unit2 = nnx.List([Unit(3, rngs) for _ in range(2)])
        self.dense2 = nnx.Linear(6, 2, rngs=rngs)

    def __call__(self, x):
        x = jnp.expand_dims(x, axis=-1)  # [4, 1] or [8, 1]
        x = self.dense1(x)  # [4, 6] or [8, 6]
        x = self.unit1(x)
        x = repeat(self.layers1, x)
        for layer in self.unit2:
            x = layer(x)
        x = jnp.mean(x, axis=1)  # [6]
        return self.dense2(x)  # [2]

def train_loss(model, batch):
    x = model(batch["short"])  # [2]
    y = model(jnp.concatenate([batch["short"], batch["short"]], axis=-1))
    x = optax.softmax_cross_entropy_with_integer_labels(x, batch["y"])  # []
    return jnp.mean(x + optax.softmax_cross_entropy_with_integer_labels(y, batch["y"]))

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["short"])  # [2]
    return [(x, batch["y"])]
