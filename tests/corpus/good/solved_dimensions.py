def digits(columns, fit):  # solved_dimensions.dl:1
    image = columns["images"] / np.float32(16)  # [8, 8, 1]  solved_dimensions.dl:2
    digit = columns["target"]  # class[10]  solved_dimensions.dl:1
    return {"image": image, "digit": digit}

class Halved(nnx.Module):  # solved_dimensions.dl:6
    def __call__(self, x):
        return avg_pool(x, (2, 2))  # [4, 4, 1]  solved_dimensions.dl:6

class Square(nnx.Module):  # solved_dimensions.dl:8
    def __init__(self, size, rngs):
        self.size = size
        self.dense1 = nnx.Linear(1, 4, rngs=rngs)  # solved_dimensions.dl:8

    def __call__(self, x):
        x = jnp.reshape(x, (-1, self.size, 1))  # solved_dimensions.dl:8
        return self.dense1(x)

class Beside(nnx.Module):  # solved_dimensions.dl:10
    def __call__(self, a, b):
        return jnp.concatenate([a, b], axis=1)  # [80, 4]  solved_dimensions.dl:10

class Net(nnx.Module):  # solved_dimensions.dl:12
    def __init__(self, rngs):
        self.halved1 = Halved()  # solved_dimensions.dl:13
        self.square1 = Square(16, rngs)
        self.square2 = Square(64, rngs)  # solved_dimensions.dl:14
        self.beside1 = Beside()  # solved_dimensions.dl:15
        self.dense1 = nnx.Linear(320, 10, rngs=rngs)

    def __call__(self, image):
        large = self.square2(image)  # [64, 4]  solved_dimensions.dl:14
        x = self.halved1(image)  # [4, 4, 1]  solved_dimensions.dl:13
        small = self.square1(x)  # [16, 4]
        x = self.beside1(large, small)  # [80, 4]  solved_dimensions.dl:15
        x = jnp.reshape(x, (-1, 320))  # [320]
        x = jax.nn.relu(x)
        return self.dense1(x)  # [10]

def train_loss(model, batch):  # solved_dimensions.dl:18
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):  # solved_dimensions.dl:18
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):  # solved_dimensions.dl:20
    x = model(batch["image"])  # [10]
    return [(x, batch["digit"])]
