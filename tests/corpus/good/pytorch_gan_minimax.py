class G(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 64, rngs=rngs)
        self.dense2 = nnx.Linear(64, 64, rngs=rngs)

    def __call__(self, z):
        x = self.dense1(z)  # [64]
        x = jax.nn.relu(x)
        x = self.dense2(x)
        return jax.nn.sigmoid(x)

class D(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 64, rngs=rngs)
        self.dense2 = nnx.Linear(64, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss_d(models, batch, rngs):
    batch_size = len(batch["images"])
    x = jax.random.normal(rngs(), (batch_size, 16))  # [16]
    real_one = jnp.reshape(batch["images"] / 16, (-1, 64))  # [64]
    y = models.D(real_one)  # []
    fake = models.G(x)  # [64]
    x = models.D(fake)  # []
    return jnp.mean(optax.sigmoid_binary_cross_entropy(y, 1) + optax.sigmoid_binary_cross_entropy(x, 0))

def train_optimizer_d(models, steps):
    return nnx.Optimizer(models, optax.adam(0.0002), wrt=within(("D",)))

def train_loss_g(models, batch, rngs):
    batch_size = len(batch["features"])
    x = jax.random.normal(rngs(), (batch_size, 16))  # [16]
    fake = models.G(x)  # [64]
    x = models.D(fake)  # []
    return jnp.mean(-optax.sigmoid_binary_cross_entropy(x, 0))

def train_optimizer_g(models, steps):
    return nnx.Optimizer(models, optax.adam(0.0002), wrt=within(("G",)))
