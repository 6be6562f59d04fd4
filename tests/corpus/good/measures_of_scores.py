class Net(nnx.Module):  # measures_of_scores.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # measures_of_scores.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  measures_of_scores.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # measures_of_scores.dl:3
    x = model(batch["features"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["target"]).mean()

def train_optimizer(model, steps):  # measures_of_scores.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # measures_of_scores.dl:4
    x = model(batch["features"])  # []  measures_of_scores.dl:5
    return [(x, batch["target"]), (x, batch["target"]), (x, batch["target"])]
