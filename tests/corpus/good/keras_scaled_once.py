def d(columns, fit):  # keras_scaled_once.dl:2
    image = columns["images"] / np.float32(16)  # [8, 8, 1]  keras_scaled_once.dl:3
    digit = columns["target"]  # class[10]  keras_scaled_once.dl:2
    return {"image": image, "digit": digit}

class Net(nnx.Module):  # keras_scaled_once.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)  # keras_scaled_once.dl:6

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 64))  # [64]  keras_scaled_once.dl:6
        return self.dense1(x)  # [10]

def train_loss(model, batch):  # keras_scaled_once.dl:7
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):  # keras_scaled_once.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
