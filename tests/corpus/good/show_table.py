class Net(nnx.Module):  # show_table.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # show_table.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  show_table.dl:2

def train_loss(model, batch):  # show_table.dl:3
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # show_table.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # show_table.dl:4
    x = model(batch["features"])  # [3]
    return [(batch["features"], x, batch["target"])]
