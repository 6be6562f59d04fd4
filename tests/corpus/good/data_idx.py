def mnist(columns, fit):  # data_idx.dl:1
    image = columns["pixels"] / 255  # [28, 28, 1]  data_idx.dl:2
    digit = columns["labels"]  # class[10]  data_idx.dl:3
    return {"image": image, "digit": digit}

class Net(nnx.Module):  # data_idx.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(784, 10, rngs=rngs)  # data_idx.dl:6

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 784))  # [784]  data_idx.dl:6
        return self.dense1(x)  # [10]

def train_loss(model, batch):  # data_idx.dl:7
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):  # data_idx.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
