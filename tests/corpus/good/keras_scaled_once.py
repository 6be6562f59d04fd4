def d(columns, fit):
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    digit = columns["target"]  # class[10]
    return {"image": image, "digit": digit}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 64))  # [64]
        return self.dense1(x)  # [10]

def train_loss(model, batch):
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
