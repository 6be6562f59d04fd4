class Net(nnx.Module):  # focal_of_probability.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # focal_of_probability.dl:4

    def logits(self, x):  # focal_of_probability.dl:4
        x = self.dense1(x)  # [1]  focal_of_probability.dl:4
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []  focal_of_probability.dl:4
        return jax.nn.sigmoid(x)

def train_loss(model, batch):  # focal_of_probability.dl:6
    x = model.logits(batch["features"])  # []
    return optax.sigmoid_focal_loss(x, batch["target"]).mean()

def train_optimizer(model, steps):  # focal_of_probability.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # focal_of_probability.dl:8
    x = model(batch["features"])  # []
    return [(x, batch["target"])]
