class Scored(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x, t_length):
        y = self.dense1(x)  # [t <= 6, 1]
        weight = filled(jax.nn.softmax(y, axis=1, where=places(y, t_length)), t_length)
        return x * weight  # [t <= 6, 16]

class Layers(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)
        self.scored1 = Scored(rngs)

    def __call__(self, x, t_length):
        x = self.dense1(x)
        x = jnp.tanh(x)
        return self.scored1(x, t_length=t_length)

class Reader(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, 16, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(16, rngs=rngs)
        self.scored1 = Scored(rngs)
        self.layers1 = stacked(9, Layers, rngs=rngs)
        self.dense2 = nnx.Linear(16, 2, rngs=rngs)

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 6, 8]
        x = self.dense1(x)  # [t <= 6, 16]
        x = self.batch_norm1(x, mask=places(x, t_length))
        x = jax.nn.relu(x)
        x = self.scored1(x, t_length=t_length)
        x = repeat(self.layers1, x, t_length=t_length)
        x = jnp.sum(x, axis=1, where=places(x, t_length))  # [16]
        return self.dense2(x)  # [2]

class Next(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, 5, rngs=rngs)

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 6, 8]
        y = x + jnp.max(x, axis=1, where=places(x, t_length), initial=-jnp.inf)[:, None]
        return self.dense1(y)  # [t <= 6, 5]

def train_loss_reader(models, batch):
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer_reader(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Reader",)))

def train_loss_next(models, batch):
    x = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]
    loss = optax.softmax_cross_entropy_with_integer_labels(x, batch["steps"])
    return jnp.mean(loss, axis=1, where=places(loss, batch["steps.length"])).mean()

def train_optimizer_next(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Next",)))

def evaluate(models, batch):
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]
    y = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]
    losses = optax.softmax_cross_entropy_with_integer_labels(y, batch["steps"])  # [t <= 6]
    return [
        (x, batch["kind"]),
        (jnp.mean(losses, axis=1, where=places(losses, batch["steps.length"])),),
        (y, batch["steps"], batch["steps.length"]),
    ]
