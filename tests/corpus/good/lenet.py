def mnist(columns, fit):
    image = columns["pixels"] / 255  # [28, 28, 1]
    digit = columns["labels"]  # class[10]
    return {"image": image, "digit": digit}

class LeNet5(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 6, kernel_size=(5, 5), rngs=rngs)
        self.conv2 = nnx.Conv(6, 16, kernel_size=(5, 5), padding="VALID", rngs=rngs)
        self.dense1 = nnx.Linear(400, 120, rngs=rngs)
        self.dense2 = nnx.Linear(120, 84, rngs=rngs)
        self.dense3 = nnx.Linear(84, 10, rngs=rngs)

    def __call__(self, image):
        x = self.conv1(image)  # [28, 28, 6]
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [14, 14, 6]
        x = self.conv2(x)  # [10, 10, 16]
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [5, 5, 16]
        x = jnp.reshape(x, (-1, 400))  # [400]
        x = self.dense1(x)  # [120]
        x = jnp.tanh(x)
        x = self.dense2(x)  # [84]
        x = jnp.tanh(x)
        return self.dense3(x)  # [10]

def train_loss(model, batch):
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):
    rate = optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup_steps=round(0.05 * steps), decay_steps=steps)
    update = optax.sgd(rate, momentum=0.9)
    return nnx.Optimizer(model, update, wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["image"])  # [10]
    return [(x, batch["digit"])]
