def d(columns, fit):
    image = np.squeeze(columns["images"], axis=3)  # [8, 8]
    target = columns["target"]  # class[10]
    return {"image": image, "target": target}

class Layers(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jnp.tanh(x)

class Reader(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(8, 6, kernel_size=(3,), rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)  # [3, 6] or [5, 6]
        x = jax.nn.relu(x)
        return jnp.max(x, axis=1)  # [6]

class Net(nnx.Module):
    def __init__(self, rngs):
        self.step = nnx.List([Layers(rngs) for _ in range(2)])
        self.read = Reader(rngs)
        self.dense1 = nnx.Linear(12, 10, rngs=rngs)

    def __call__(self, x):
        y = x[:, :3]
        for layer in self.step:
            y = layer(y)  # [3, 8]
        top = self.read(y)  # [6]
        x = x[:, 3:]
        for layer in self.step:
            x = layer(x)  # [5, 8]
        rest = self.read(x)
        return self.dense1(jnp.concatenate([top, rest], axis=-1))  # [10]

def train_loss(model, batch):
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["image"])  # [10]
    return [(x, batch["target"])]
