def digits(columns, fit):  # data_scaled_per_channel.dl:1
    x = fit.standardize("digits.x", columns["images"], axis=-1)  # [8, 8, 1]  data_scaled_per_channel.dl:2
    digit = columns["target"]  # class[10]  data_scaled_per_channel.dl:1
    return {"x": x, "digit": digit}

class Net(nnx.Module):  # data_scaled_per_channel.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)  # data_scaled_per_channel.dl:5

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 64))  # [64]  data_scaled_per_channel.dl:5
        return self.dense1(x)  # [10]

def train_loss(model, batch):  # data_scaled_per_channel.dl:6
    x = model(batch["x"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):  # data_scaled_per_channel.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
