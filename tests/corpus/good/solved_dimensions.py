def digits(columns, fit):
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    digit = columns["target"]  # class[10]
    return {"image": image, "digit": digit}

class Halved(nnx.Module):
    def __call__(self, x):
        return avg_pool(x, (2, 2))  # [4, 4, 1]

class Square(nnx.Module):
    def __init__(self, size, rngs):
        self.size = size
        self.dense1 = nnx.Linear(1, 4, rngs=rngs)

    def __call__(self, x):
        x = jnp.reshape(x, (-1, self.size, 1))
        return self.dense1(x)

class Beside(nnx.Module):
    def __call__(self, a, b):
        return jnp.concatenate([a, b], axis=1)  # [80, 4]

class Net(nnx.Module):
    def __init__(self, rngs):
        self.halved1 = Halved()
        self.square1 = Square(16, rngs)
        self.square2 = Square(64, rngs)
        self.beside1 = Beside()
        self.dense1 = nnx.Linear(320, 10, rngs=rngs)

    def __call__(self, image):
        large = self.square2(image)  # [64, 4]
        x = self.halved1(image)  # [4, 4, 1]
        small = self.square1(x)  # [16, 4]
        x = self.beside1(large, small)  # [80, 4]
        x = jnp.reshape(x, (-1, 320))  # [320]
        x = jax.nn.relu(x)
        return self.dense1(x)  # [10]

def train_loss(model, batch):
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["image"])  # [10]
    return [(x, batch["digit"])]
