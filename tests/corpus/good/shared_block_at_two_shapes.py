def d(columns, fit):  # shared_block_at_two_shapes.dl:2
    image = np.squeeze(columns["images"], axis=3)  # [8, 8]  shared_block_at_two_shapes.dl:3
    target = columns["target"]  # class[10]  shared_block_at_two_shapes.dl:2
    return {"image": image, "target": target}

class Layers(nnx.Module):  # shared_block_at_two_shapes.dl:11
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)  # shared_block_at_two_shapes.dl:11

    def __call__(self, x):
        x = self.dense1(x)  # shared_block_at_two_shapes.dl:11
        return jnp.tanh(x)

class Reader(nnx.Module):  # shared_block_at_two_shapes.dl:7
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(8, 6, kernel_size=(3,), rngs=rngs)  # shared_block_at_two_shapes.dl:7

    def __call__(self, x):
        x = self.conv1(x)  # [3, 6] or [5, 6]  shared_block_at_two_shapes.dl:7
        x = jax.nn.relu(x)
        return jnp.max(x, axis=1)  # [6]

class Net(nnx.Module):  # shared_block_at_two_shapes.dl:9
    def __init__(self, rngs):
        self.step = nnx.List([Layers(rngs) for _ in range(2)])  # shared_block_at_two_shapes.dl:12
        self.read = Reader(rngs)
        self.dense1 = nnx.Linear(12, 10, rngs=rngs)  # shared_block_at_two_shapes.dl:14

    def __call__(self, x):
        y = x[:, :3]  # shared_block_at_two_shapes.dl:12
        for layer in self.step:
            y = layer(y)  # [3, 8]
        top = self.read(y)  # [6]
        x = x[:, 3:]  # shared_block_at_two_shapes.dl:13
        for layer in self.step:
            x = layer(x)  # [5, 8]
        rest = self.read(x)
        return self.dense1(jnp.concatenate([top, rest], axis=-1))  # [10]  shared_block_at_two_shapes.dl:14

def train_loss(model, batch):  # shared_block_at_two_shapes.dl:17
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # shared_block_at_two_shapes.dl:17
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # shared_block_at_two_shapes.dl:19
    x = model(batch["image"])  # [10]
    return [(x, batch["target"])]
