def digits(columns, fit):
    x = columns["features"] / 8 - 1  # [64]
    return {"x": x}

class G(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 64, rngs=rngs)

    def __call__(self, z):
        x = self.dense1(z)  # [32]
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [64]
        return jnp.tanh(x)

class D(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]
        x = jax.nn.leaky_relu(x, negative_slope=0.2)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss_d(models, batch, rngs):
    batch_size = len(batch["x"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]
    y = models.D(batch["x"])  # []
    fake = models.G(x)  # [64]
    x = models.D(fake)  # []
    return jnp.mean(optax.sigmoid_binary_cross_entropy(y, 1) + optax.sigmoid_binary_cross_entropy(x, 0))

def train_optimizer_d(models, steps):
    return nnx.Optimizer(models, optax.adam(0.0002, b1=0.5), wrt=within(("D",)))

def train_loss_g(models, batch, rngs):
    batch_size = len(batch["x"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]
    fake = models.G(x)  # [64]
    x = models.D(fake)  # []
    return optax.sigmoid_binary_cross_entropy(x, 1).mean()

def train_optimizer_g(models, steps):
    return nnx.Optimizer(models, optax.adam(0.0002, b1=0.5), wrt=within(("G",)))
