def digits(columns, fit):
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    digit = columns["target"]  # class[10]
    return {"image": image, "digit": digit}

class Reader(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 10, rngs=rngs)

    def __call__(self, image):
        x = jnp.reshape(image, (-1, 64))  # [64]
        x = self.dense1(x)  # [32]
        x = self.batch_norm1(x)
        x = jax.nn.relu(x)
        return self.dense2(x)  # [10]

def train_loss(model, batch):
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):
    rate = optax.cosine_decay_schedule(0.002, decay_steps=steps // 2)
    update = optax.MultiSteps(optax.adam(rate), 2)
    return nnx.Optimizer(model, update, wrt=nnx.Param)

def train_measures(model, batch):
    x = model(batch["image"])  # [10]
    return [(x, batch["digit"])]

def evaluate(model, batch):
    x = model(batch["image"])  # [10]
    return [(x, batch["digit"])]
