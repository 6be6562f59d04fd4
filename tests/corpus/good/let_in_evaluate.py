class Net(nnx.Module):  # let_in_evaluate.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # let_in_evaluate.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  let_in_evaluate.dl:2

def train_loss(model, batch):  # let_in_evaluate.dl:3
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # let_in_evaluate.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # let_in_evaluate.dl:4
    scores = model(batch["features"])  # [3]  let_in_evaluate.dl:5
    return [(scores, batch["target"]), (scores, batch["target"])]
