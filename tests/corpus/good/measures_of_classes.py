class Net(nnx.Module):  # measures_of_classes.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # measures_of_classes.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  measures_of_classes.dl:2

def train_loss(model, batch):  # measures_of_classes.dl:3
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # measures_of_classes.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # measures_of_classes.dl:4
    x = model(batch["features"])  # [3]  measures_of_classes.dl:5
    return [
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
        (x, batch["target"]),
    ]
