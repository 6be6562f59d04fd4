class Encoder(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(4, 6, rngs=rngs)
        self.dense1 = nnx.Linear(6, 4, rngs=rngs)

    def __call__(self, x, q_length):
        x = self.embed1(x)  # [q <= 4, 6] or [a <= 6, 6]
        x = jnp.mean(x, axis=1, where=places(x, q_length))  # [6]
        x = self.dense1(x)  # [4]
        return jnp.tanh(x)

    def call_2(self, x):
        x = self.embed1(x)  # [2, 6]
        x = jnp.mean(x, axis=1)  # [6]
        x = self.dense1(x)  # [4]
        return jnp.tanh(x)

class Head(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(12, 2, rngs=rngs)

    def __call__(self, a, b, c):
        return self.dense1(jnp.concatenate([a, b, c], axis=-1))  # [2]

def train_loss(models, batch):
    x = models.Encoder(batch["question"], q_length=batch["question.length"])  # [4]
    y = models.Encoder(batch["answer"], q_length=batch["answer.length"])
    z = models.Encoder.call_2(batch["title"])
    x = models.Head(x, y, z)  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["y"]).mean()

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Encoder(batch["question"], q_length=batch["question.length"])  # [4]
    y = models.Encoder(batch["answer"], q_length=batch["answer.length"])
    z = models.Encoder.call_2(batch["title"])
    x = models.Head(x, y, z)  # [2]
    return [(x, batch["y"])]
