class Net(nnx.Module):  # evaluate_twice.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # evaluate_twice.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  evaluate_twice.dl:6

def train_loss(model, batch):  # evaluate_twice.dl:7
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # evaluate_twice.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # evaluate_twice.dl:8
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]

def evaluate2(model, batch):  # evaluate_twice.dl:9
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
