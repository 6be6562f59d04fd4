def digits(columns, fit):
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    return {"image": image}

class Encoder(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(3, 3), strides=2, rngs=rngs)
        self.dense1 = nnx.Linear(64, 4, rngs=rngs)
        self.dense2 = nnx.Linear(64, 4, rngs=rngs)

    def __call__(self, image):
        x = self.conv1(image)  # [4, 4, 4]
        x = jax.nn.relu(x)
        h = jnp.reshape(x, (-1, 64))  # [64]
        x = self.dense1(h)  # [4]
        y = self.dense2(h)
        return {"mean": x, "log_var": y}  # (mean: [4], log_var: [4])

class Decoder(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 64, rngs=rngs)
        self.conv_transpose1 = nnx.ConvTranspose(4, 1, kernel_size=(3, 3), strides=2, rngs=rngs)

    def logits(self, z):
        x = self.dense1(z)  # [64]
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 4, 4, 4))  # [4, 4, 4]
        return self.conv_transpose1(x)  # [8, 8, 1]

    def __call__(self, z):
        x = self.logits(z)  # [8, 8, 1]
        return jax.nn.sigmoid(x)

def train_loss(models, batch, rngs):
    x = models.Encoder(batch["image"])  # (mean: [4], log_var: [4])
    mean = x["mean"]  # [4]
    log_var = x["log_var"]
    z = mean + jnp.exp(log_var / 2) * jax.random.normal(rngs(), jnp.shape(mean))
    x = models.Decoder.logits(z)  # [8, 8, 1]
    x = jnp.sum(optax.sigmoid_binary_cross_entropy(x, batch["image"]), axis=(1, 2, 3))  # []
    return jnp.mean(x + -0.5 * jnp.sum(1 + log_var - jnp.square(mean) - jnp.exp(log_var), axis=-1))

def train_optimizer(models, steps):
    return nnx.Optimizer(models, optax.adam(0.001), wrt=nnx.Param)

def evaluate(models, batch):
    x = models.Encoder(batch["image"])  # (mean: [4], log_var: [4])
    code = x["mean"]  # [4]
    x = models.Decoder(code)  # [8, 8, 1]
    return [(jnp.mean(jnp.square(x - batch["image"]), axis=(1, 2, 3)),), (batch["image"], x)]
