class Body(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, steps_):
        x = self.embed1(steps_)  # [t <= 16, 8]
        x = self.dense1(x)
        return jax.nn.relu(x)

class Tagger(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)

    def __call__(self, steps_, body):
        x = body(steps_)  # [t <= 16, 8]
        return self.dense1(x)  # [t <= 16, 2]

class Reader(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)

    def __call__(self, steps_, body, t_length):
        x = body(steps_)  # [t <= 16, 8]
        x = jnp.mean(x, axis=(1,), where=places(x, t_length))  # [8]
        return self.dense1(x)  # [2]

def tags_loss(models, batch):
    x = models.Tagger(batch["steps"], body=models.Body)  # [t <= 16, 2]
    loss = optax.softmax_cross_entropy_with_integer_labels(x, batch["tags"])
    return jnp.mean(loss, axis=1, where=places(loss, batch["steps.length"])).mean()

def tags_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Body",), ("Tagger",)))

def kinds_loss(models, batch):
    x = models.Reader(batch["steps"], body=models.Body, t_length=batch["steps.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def kinds_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Reader",)))

def evaluate(models, batch):
    x = models.Reader(batch["steps"], body=models.Body, t_length=batch["steps.length"])  # [2]
    y = models.Tagger(batch["steps"], body=models.Body)  # [t <= 16, 2]
    return [(x, batch["kind"]), (y, batch["tags"], batch["steps.length"])]
