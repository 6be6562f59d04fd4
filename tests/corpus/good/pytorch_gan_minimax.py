class G(nnx.Module):  # pytorch_gan_minimax.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 64, rngs=rngs)  # pytorch_gan_minimax.dl:3
        self.dense2 = nnx.Linear(64, 64, rngs=rngs)

    def __call__(self, z):
        x = self.dense1(z)  # [64]  pytorch_gan_minimax.dl:3
        x = jax.nn.relu(x)
        x = self.dense2(x)
        return jax.nn.sigmoid(x)

class D(nnx.Module):  # pytorch_gan_minimax.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 64, rngs=rngs)  # pytorch_gan_minimax.dl:4
        self.dense2 = nnx.Linear(64, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # pytorch_gan_minimax.dl:4
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss_d(models, batch, rngs):  # pytorch_gan_minimax.dl:8
    batch_size = len(batch["images"])
    x = jax.random.normal(rngs(), (batch_size, 16))  # [16]  pytorch_gan_minimax.dl:7
    real_one = jnp.reshape(batch["images"] / 16, (-1, 64))  # [64]  pytorch_gan_minimax.dl:6
    y = models.D(real_one)  # []  pytorch_gan_minimax.dl:8
    fake = models.G(x)  # [64]  pytorch_gan_minimax.dl:7
    x = models.D(fake)  # []  pytorch_gan_minimax.dl:8
    return jnp.mean(optax.sigmoid_binary_cross_entropy(y, 1) + optax.sigmoid_binary_cross_entropy(x, 0))

def train_optimizer_d(models, steps):  # pytorch_gan_minimax.dl:8
    return nnx.Optimizer(models, optax.adam(0.0002), wrt=within(("D",)))

def train_loss_g(models, batch, rngs):  # pytorch_gan_minimax.dl:9
    batch_size = len(batch["features"])
    x = jax.random.normal(rngs(), (batch_size, 16))  # [16]  pytorch_gan_minimax.dl:7
    fake = models.G(x)  # [64]
    x = models.D(fake)  # []  pytorch_gan_minimax.dl:8
    return jnp.mean(-optax.sigmoid_binary_cross_entropy(x, 0))  # pytorch_gan_minimax.dl:9

def train_optimizer_g(models, steps):  # pytorch_gan_minimax.dl:9
    return nnx.Optimizer(models, optax.adam(0.0002), wrt=within(("G",)))
