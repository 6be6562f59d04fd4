def digits(columns, fit):
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    digit = columns["target"]  # class[10]
    return {"image": image, "digit": digit}

class Body(nnx.Module):
    def __init__(self, rngs):
        self.first = nnx.Conv(1, 4, kernel_size=(3, 3), rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(256, rngs=rngs)

    def __call__(self, x):
        x = self.first(x)  # [8, 8, 4]
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 256))  # [256]
        return self.batch_norm1(x)

class Backbone(nnx.Module):
    def __init__(self, rngs):
        self.trunk = Body(rngs)
        self.head = nnx.Linear(256, 16, rngs=rngs)

    def __call__(self, image):
        x = self.trunk(image)  # [256]
        x = jax.nn.relu(x)
        x = self.head(x)  # [16]
        return jax.nn.relu(x)

class Head(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [10]

def train_loss(models, batch):
    x = models.Backbone(batch["image"])  # [16]
    x = models.Head(x)  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer_head_head(models, steps):
    return nnx.Optimizer(models, optax.adam(0.001), wrt=within(("Head",), ("Backbone", "head")))

def train_optimizer_first(models, steps):
    return nnx.Optimizer(
        models, optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.1)), wrt=within(("Backbone", "trunk", "first"))
    )

def evaluate(models, batch):
    x = models.Backbone(batch["image"])  # [16]
    x = models.Head(x)  # [10]
    return [(x, batch["digit"])]
