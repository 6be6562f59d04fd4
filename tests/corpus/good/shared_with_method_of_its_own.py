class Scores(nnx.Module):  # shared_with_method_of_its_own.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # shared_with_method_of_its_own.dl:4

    def __call__(self, x):
        x = self.dense1(x)  # shared_with_method_of_its_own.dl:4
        return jnp.tanh(x)

class LastOf(nnx.Module):  # shared_with_method_of_its_own.dl:12
    def __call__(self, x):
        return x[:, -1]  # [4]  shared_with_method_of_its_own.dl:12

class Net(nnx.Module):  # shared_with_method_of_its_own.dl:6
    def __init__(self, rngs):
        # shared_with_method_of_its_own.dl:7
        self.order = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (4,)))
        self.scores1 = nnx.List([Scores(rngs) for _ in range(2)])  # shared_with_method_of_its_own.dl:9
        self.last_of1 = LastOf()
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        for layer in self.scores1:
            x = layer(x)  # shared_with_method_of_its_own.dl:9
        x = jnp.cumsum(x * self.order, axis=1)
        x = self.last_of1(x)  # [4]
        return self.dense1(x)  # [3]

    def call_3x4(self, x):  # shared_with_method_of_its_own.dl:6
        z = jnp.flip(x, axis=1)  # shared_with_method_of_its_own.dl:8
        x = z  # shared_with_method_of_its_own.dl:9
        for layer in self.scores1:
            x = layer(x)
        x = jnp.cumsum(x * self.order, axis=1)
        x = self.last_of1(x)  # [4]
        return self.dense1(x)  # [3]

def train_loss(model, batch):  # shared_with_method_of_its_own.dl:17
    x = jnp.expand_dims(batch["features"], axis=1)  # [1, 4]  shared_with_method_of_its_own.dl:15
    one = model(x)  # [3]
    # [4, 3]  shared_with_method_of_its_own.dl:16
    x = jnp.stack([batch["features"], batch["features"], batch["features"]], axis=-1)
    x = jnp.transpose(x, (0, 2, 1))  # [3, 4]
    three = model.call_3x4(x)  # [3]
    x = optax.softmax_cross_entropy_with_integer_labels(one, batch["target"])  # []  shared_with_method_of_its_own.dl:17
    return jnp.mean(x + optax.softmax_cross_entropy_with_integer_labels(three, batch["target"]))

def train_optimizer(model, steps):  # shared_with_method_of_its_own.dl:17
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # shared_with_method_of_its_own.dl:20
    x = jnp.expand_dims(batch["features"], axis=1)  # [1, 4]
    x = model(x)  # [3]
    return [(x, batch["target"])]
