class Scored(nnx.Module):  # ragged.dl:11
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 1, rngs=rngs)  # ragged.dl:12

    def __call__(self, x, t_length):
        y = self.dense1(x)  # [t <= 6, 1]  ragged.dl:12
        weight = filled(jax.nn.softmax(y, axis=1, where=places(y, t_length)), t_length)
        return x * weight  # [t <= 6, 16]  ragged.dl:13

class Layers(nnx.Module):  # ragged.dl:17
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)  # ragged.dl:17
        self.scored1 = Scored(rngs)

    def __call__(self, x, t_length):
        x = self.dense1(x)  # ragged.dl:17
        x = jnp.tanh(x)
        return self.scored1(x, t_length=t_length)

class Reader(nnx.Module):  # ragged.dl:16
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # ragged.dl:17
        self.dense1 = nnx.Linear(8, 16, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(16, rngs=rngs)
        self.scored1 = Scored(rngs)
        self.layers1 = stacked(9, Layers, rngs=rngs)
        self.dense2 = nnx.Linear(16, 2, rngs=rngs)  # ragged.dl:18

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 6, 8]  ragged.dl:17
        x = self.dense1(x)  # [t <= 6, 16]
        x = self.batch_norm1(x, mask=places(x, t_length))
        x = jax.nn.relu(x)
        x = self.scored1(x, t_length=t_length)
        x = repeat(self.layers1, x, t_length=t_length)
        x = jnp.sum(x, axis=1, where=places(x, t_length))  # [16]  ragged.dl:18
        return self.dense2(x)  # [2]

class Next(nnx.Module):  # ragged.dl:21
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # ragged.dl:22
        self.dense1 = nnx.Linear(8, 5, rngs=rngs)  # ragged.dl:23

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 6, 8]  ragged.dl:22
        y = x + jnp.max(x, axis=1, where=places(x, t_length), initial=-jnp.inf)[:, None]  # ragged.dl:23
        return self.dense1(y)  # [t <= 6, 5]

def train_loss_reader(models, batch):  # ragged.dl:27
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer_reader(models, steps):  # ragged.dl:27
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Reader",)))

def train_loss_next(models, batch):  # ragged.dl:28
    x = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]
    loss = optax.softmax_cross_entropy_with_integer_labels(x, batch["steps"])
    return jnp.mean(loss, axis=1, where=places(loss, batch["steps.length"])).mean()

def train_optimizer_next(models, steps):  # ragged.dl:28
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Next",)))

def evaluate(models, batch):  # ragged.dl:31
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]  ragged.dl:32
    y = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]  ragged.dl:33
    losses = optax.softmax_cross_entropy_with_integer_labels(y, batch["steps"])  # [t <= 6]
    return [
        (x, batch["kind"]),
        (jnp.mean(losses, axis=1, where=places(losses, batch["steps.length"])),),
        (y, batch["steps"], batch["steps.length"]),
    ]
