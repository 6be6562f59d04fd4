def digits(columns, fit):
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    digit = columns["target"]  # class[10]
    return {"image": image, "digit": digit}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 8, kernel_size=(3, 3), rngs=rngs)
        self.dense1 = nnx.Linear(512, 10, rngs=rngs)

    def __call__(self, image):
        x = self.conv1(image)  # [8, 8, 8]
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 512))  # [512]
        return self.dense1(x)  # [10]

def train_loss(model, batch, rngs):
    batch_size = len(batch["image"])
    x = random_window(rngs(), batch["image"], padding=(1, 1), size=(8, 8))  # [8, 8, 1]
    x = random_erase(rngs(), x, p=0.3, area=(0.02, 0.33), ratio=(0.3, 3.3), value=0.0)
    view = x + 0.05 * jax.random.normal(rngs(), (batch_size, 8, 8, 1))
    share = jax.random.beta(rngs(), 0.4, 0.4, (batch_size,))  # []
    x = model(mixup(view, share))  # [10]
    return optax.softmax_cross_entropy(x, mixup(jax.nn.one_hot(batch["digit"], 10), share)).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["image"])  # [10]
    return [(x, batch["digit"])]
