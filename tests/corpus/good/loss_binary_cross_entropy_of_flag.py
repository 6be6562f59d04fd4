def tumours(columns, fit):  # loss_binary_cross_entropy_of_flag.dl:1
    x = fit.standardize("tumours.x", columns["features"])  # [30]  loss_binary_cross_entropy_of_flag.dl:2
    large = columns["mean_radius"] > 14  # bool[]  loss_binary_cross_entropy_of_flag.dl:3
    return {"x": x, "large": large}

class Net(nnx.Module):  # loss_binary_cross_entropy_of_flag.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # loss_binary_cross_entropy_of_flag.dl:5

    def __call__(self, x):
        x = self.dense1(x)  # [1]  loss_binary_cross_entropy_of_flag.dl:5
        return jnp.squeeze(x, axis=1)  # []

def train_loss(models, batch, rngs=None, training=False):  # loss_binary_cross_entropy_of_flag.dl:6
    x = models.Net(batch["x"])  # []
    return jnp.mean(optax.sigmoid_binary_cross_entropy(x, batch["large"]))

def train_optimizer(steps):  # loss_binary_cross_entropy_of_flag.dl:6
    return optax.sgd(0.1)
