def digits(columns, fit):
    image = columns["images"] / np.float32(8) - 1  # [8, 8, 1]
    return {"image": image}

class Generator(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 64, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(4, rngs=rngs)
        self.conv_transpose1 = nnx.ConvTranspose(4, 1, kernel_size=(4, 4), strides=2, rngs=rngs)

    def __call__(self, z):
        x = self.dense1(z)  # [64]
        x = jnp.reshape(x, (-1, 4, 4, 4))  # [4, 4, 4]
        x = self.batch_norm1(x)
        x = jax.nn.relu(x)
        x = self.conv_transpose1(x)  # [8, 8, 1]
        return jnp.tanh(x)

class Discriminator(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(4, 4), strides=2, rngs=rngs)
        self.dropout1 = nnx.Dropout(0.3, rngs=rngs)
        self.dense1 = nnx.Linear(64, 1, rngs=rngs)

    def __call__(self, image):
        x = self.conv1(image)  # [4, 4, 4]
        x = jax.nn.leaky_relu(x, negative_slope=0.2)
        x = self.dropout1(x)
        x = jnp.reshape(x, (-1, 64))  # [64]
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss_discriminator(models, batch, rngs):
    batch_size = len(batch["image"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]
    y = models.Discriminator(batch["image"])  # []
    fake = models.Generator(x)  # [8, 8, 1]
    x = models.Discriminator(fake)  # []
    return jnp.mean(optax.sigmoid_binary_cross_entropy(y, 1) + optax.sigmoid_binary_cross_entropy(x, 0))

def train_optimizer_discriminator(models, steps):
    return nnx.Optimizer(models, optax.adam(0.0002, b1=0.5), wrt=within(("Discriminator",)))

def train_loss_generator(models, batch, rngs):
    batch_size = len(batch["image"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]
    fake = models.Generator(x)  # [8, 8, 1]
    x = models.Discriminator(fake)  # []
    return optax.sigmoid_binary_cross_entropy(x, 1).mean()

def train_optimizer_generator(models, steps):
    return nnx.Optimizer(models, optax.adam(0.0002, b1=0.5), wrt=within(("Generator",)))

def evaluate(models, batch, rngs):
    batch_size = len(batch["image"])
    x = models.Generator(jax.random.normal(rngs(), (batch_size, 8)))  # [8, 8, 1]
    return [(jnp.mean(jnp.square(x - batch["image"]), axis=(1, 2, 3)),)]
