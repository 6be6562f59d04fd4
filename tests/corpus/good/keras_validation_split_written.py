class Net(nnx.Module):  # keras_validation_split_written.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # keras_validation_split_written.dl:7

    def __call__(self, x):
        return self.dense1(x)  # [3]  keras_validation_split_written.dl:7

def train_loss(model, batch):  # keras_validation_split_written.dl:8
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # keras_validation_split_written.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # keras_validation_split_written.dl:9
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]

def evaluate2(model, batch):  # keras_validation_split_written.dl:10
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
