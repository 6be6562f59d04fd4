def iris(columns, fit):  # data_width_as_the_source_says.dl:2
    x = fit.standardize("iris.x", columns["features"])  # [4]  data_width_as_the_source_says.dl:3
    kind = columns["target"]  # class[3]  data_width_as_the_source_says.dl:2
    return {"x": x, "kind": kind}

class Net(nnx.Module):  # data_width_as_the_source_says.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # data_width_as_the_source_says.dl:7
        self.dense2 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # data_width_as_the_source_says.dl:7
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]

def train_loss(model, batch):  # data_width_as_the_source_says.dl:9
    x = model(batch["x"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer(model, steps):  # data_width_as_the_source_says.dl:9
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # data_width_as_the_source_says.dl:11
    x = model(batch["x"])  # [3]
    return [(x, batch["kind"])]
