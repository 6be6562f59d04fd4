def patients(columns, fit):  # mixture.dl:5
    x = fit.select_best("patients.best", columns["features"], lambda: columns["target"], k=4)  # [4]  mixture.dl:6
    best = fit.standardize("patients.best2", x)
    progression = columns["target"] / 346  # []  mixture.dl:7
    return {"best": best, "progression": progression}

def digits(columns, fit):  # mixture.dl:10
    image = columns["images"] / np.float32(16)  # [8, 8, 1]  mixture.dl:11
    digit = columns["target"]  # class[10]  mixture.dl:10
    return {"image": image, "digit": digit}

class Layers(nnx.Module):  # mixture.dl:21
    def __call__(self, x):
        return jax.nn.relu(x)  # mixture.dl:21

class Scale(nnx.Module):  # mixture.dl:15
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((16,)))  # mixture.dl:16

    def __call__(self, x):
        return jax.nn.relu(x * self.w)  # mixture.dl:17

class Scale2(nnx.Module):  # mixture.dl:15
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((8,)))  # mixture.dl:16

    def __call__(self, x):
        return x * self.w  # mixture.dl:17

class Level(nnx.Module):  # mixture.dl:20
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # mixture.dl:21
        self.layers1 = nnx.List([Layers() for _ in range(3)])
        self.scale1 = Scale()
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)
        self.scale2 = Scale2()

    def __call__(self, x):
        x = self.dense1(x)  # [16]  mixture.dl:21
        for layer in self.layers1:
            x = layer(x)
        x = self.scale1(x)
        x = self.dense2(x)  # [8]
        return self.scale2(x)

class Guess(nnx.Module):  # mixture.dl:23
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 1, rngs=rngs)  # mixture.dl:23

    def __call__(self, level):
        x = self.dense1(level)  # [1]  mixture.dl:23
        x = jnp.squeeze(x, axis=1)  # []
        return jax.nn.sigmoid(x)

class Reader(nnx.Module):  # mixture.dl:24
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)  # mixture.dl:25

    def __call__(self, image):
        x = jnp.concatenate([image, image, image], axis=-1)  # [8, 8, 3]  mixture.dl:25
        x = x @ jnp.array([[0.299], [0.587], [0.114]], jnp.float32)  # [8, 8, 1]
        x = x[:, 2:6, 2:6]  # [4, 4, 1]
        x = jnp.reshape(x, (-1, 16))  # [16]
        return self.dense1(x)  # [10]

def train_loss(models, batch, rngs=None, training=False):  # mixture.dl:29
    batch_size = len(batch["best"])
    x = models.Level(batch["best"])  # [8]
    x = models.Guess(x)  # []
    y = jnp.asarray(jax.random.randint(rngs(), (batch_size, 2), 0, 6), jnp.float32)  # [2]
    return jnp.mean(jnp.square(x - batch["progression"]) + jnp.mean(y, axis=-1))

def train_optimizer(steps):  # mixture.dl:29
    return optax.adam(0.01)

def train2_loss(models, batch, rngs=None, training=False):  # mixture.dl:31
    x = models.Reader(batch["image"])  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))

def train2_optimizer(steps):  # mixture.dl:31
    return optax.sgd(0.1)

def evaluate(models, batch):  # mixture.dl:33
    x = models.Level(batch["best"])  # [8]
    x = models.Guess(x)  # []
    return [(x, batch["progression"])]

def evaluate2(models, batch):  # mixture.dl:34
    x = models.Reader(batch["image"])  # [10]
    return [(x, batch["digit"])]
