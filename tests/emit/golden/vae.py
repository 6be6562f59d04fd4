def digits(columns, fit):  # vae.dl:3
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    return {"image": image}

class Encoder(nnx.Module):  # vae.dl:5
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(3, 3), strides=2, rngs=rngs)  # vae.dl:6
        self.dense1 = nnx.Linear(64, 4, rngs=rngs)  # vae.dl:7
        self.dense2 = nnx.Linear(64, 4, rngs=rngs)

    def __call__(self, image):
        x = self.conv1(image)  # [4, 4, 4]  vae.dl:6
        x = jax.nn.relu(x)
        h = jnp.reshape(x, (-1, 64))  # [64]
        x = self.dense1(h)  # [4]  vae.dl:7
        y = self.dense2(h)
        return {"mean": x, "log_var": y}  # (mean: [4], log_var: [4])

class Decoder(nnx.Module):  # vae.dl:10
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 64, rngs=rngs)  # vae.dl:11
        self.conv_transpose1 = nnx.ConvTranspose(4, 1, kernel_size=(3, 3), strides=2, rngs=rngs)

    def logits(self, z):  # vae.dl:10
        x = self.dense1(z)  # [64]  vae.dl:11
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 4, 4, 4))  # [4, 4, 4]
        return self.conv_transpose1(x)  # [8, 8, 1]

    def __call__(self, z):
        x = self.logits(z)  # [8, 8, 1]  vae.dl:11
        return jax.nn.sigmoid(x)

def train_loss(models, batch, rngs):  # vae.dl:17
    x = models.Encoder(batch["image"])  # (mean: [4], log_var: [4])  vae.dl:15
    mean = x["mean"]  # [4]
    log_var = x["log_var"]
    z = mean + jnp.exp(log_var / 2) * jax.random.normal(rngs(), jnp.shape(mean))  # vae.dl:16
    x = models.Decoder.logits(z)  # [8, 8, 1]  vae.dl:17
    x = jnp.sum(optax.sigmoid_binary_cross_entropy(x, batch["image"]), axis=(1, 2, 3))  # []
    return jnp.mean(x + -0.5 * jnp.sum(1 + log_var - jnp.square(mean) - jnp.exp(log_var), axis=-1))

def train_optimizer(models, steps):  # vae.dl:17
    return nnx.Optimizer(models, optax.adam(0.001), wrt=nnx.Param)

def evaluate(models, batch):  # vae.dl:20
    x = models.Encoder(batch["image"])  # (mean: [4], log_var: [4])  vae.dl:21
    code = x["mean"]  # [4]
    x = models.Decoder(code)  # [8, 8, 1]  vae.dl:22
    return [(jnp.mean(jnp.square(x - batch["image"]), axis=(1, 2, 3)),), (batch["image"], x)]
