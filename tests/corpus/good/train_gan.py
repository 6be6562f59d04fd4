def digits(columns, fit):  # train_gan.dl:2
    x = columns["features"] / 8 - 1  # [64]
    return {"x": x}

class G(nnx.Module):  # train_gan.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 32, rngs=rngs)  # train_gan.dl:3
        self.dense2 = nnx.Linear(32, 64, rngs=rngs)

    def __call__(self, z):
        x = self.dense1(z)  # [32]  train_gan.dl:3
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [64]
        return jnp.tanh(x)

class D(nnx.Module):  # train_gan.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)  # train_gan.dl:4
        self.dense2 = nnx.Linear(32, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]  train_gan.dl:4
        x = jax.nn.leaky_relu(x, negative_slope=0.2)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss_d(models, batch, rngs):  # train_gan.dl:7
    batch_size = len(batch["x"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]  train_gan.dl:6
    y = models.D(batch["x"])  # []  train_gan.dl:7
    fake = models.G(x)  # [64]  train_gan.dl:6
    x = models.D(fake)  # []  train_gan.dl:7
    return jnp.mean(optax.sigmoid_binary_cross_entropy(y, 1) + optax.sigmoid_binary_cross_entropy(x, 0))

def train_optimizer_d(models, steps):  # train_gan.dl:7
    return nnx.Optimizer(models, optax.adam(0.0002, b1=0.5), wrt=within(("D",)))

def train_loss_g(models, batch, rngs):  # train_gan.dl:8
    batch_size = len(batch["x"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]  train_gan.dl:6
    fake = models.G(x)  # [64]
    x = models.D(fake)  # []  train_gan.dl:7
    return optax.sigmoid_binary_cross_entropy(x, 1).mean()  # train_gan.dl:8

def train_optimizer_g(models, steps):  # train_gan.dl:8
    return nnx.Optimizer(models, optax.adam(0.0002, b1=0.5), wrt=within(("G",)))
