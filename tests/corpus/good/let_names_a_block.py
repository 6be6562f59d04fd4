class Refine(nnx.Module):  # let_names_a_block.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # let_names_a_block.dl:4

    def __call__(self, x):
        x = self.dense1(x)  # let_names_a_block.dl:4
        return jax.nn.relu(x)

class Net(nnx.Module):  # let_names_a_block.dl:6
    def __init__(self, rngs):
        self.step = Refine(rngs)  # let_names_a_block.dl:8
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.step(x)  # let_names_a_block.dl:8
        x = self.step(x)
        x = self.step(x)
        return self.dense1(x)  # [3]

def train_loss(model, batch):  # let_names_a_block.dl:11
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # let_names_a_block.dl:11
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # let_names_a_block.dl:13
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
