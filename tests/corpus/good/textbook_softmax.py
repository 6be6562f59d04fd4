class Net(nnx.Module):  # textbook_softmax.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # textbook_softmax.dl:3

    def logits(self, x):  # textbook_softmax.dl:3
        return self.dense1(x)  # [3]  textbook_softmax.dl:3

    def __call__(self, x):
        x = self.logits(x)  # [3]  textbook_softmax.dl:3
        return jax.nn.softmax(x)

def train_loss(model, batch):  # textbook_softmax.dl:4
    x = model.logits(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # textbook_softmax.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # textbook_softmax.dl:5
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
