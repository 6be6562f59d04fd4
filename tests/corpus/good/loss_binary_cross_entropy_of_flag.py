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

def train_loss(model, batch):  # loss_binary_cross_entropy_of_flag.dl:6
    x = model(batch["x"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["large"]).mean()

def train_optimizer(model, steps):  # loss_binary_cross_entropy_of_flag.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
