class Net(nnx.Module):  # measure_is_a_loss.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # measure_is_a_loss.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [3]  measure_is_a_loss.dl:3

def train_loss(model, batch):  # measure_is_a_loss.dl:4
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # measure_is_a_loss.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # measure_is_a_loss.dl:5
    x = model(batch["features"])  # [3]
    return [(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]),)]
