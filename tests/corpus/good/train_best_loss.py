def iris(columns, fit):  # train_best_loss.dl:1
    features = fit.standardize("iris.features", columns["features"])  # [4]  train_best_loss.dl:2
    target = columns["target"]  # class[3]  train_best_loss.dl:1
    return {"features": features, "target": target}

class Net(nnx.Module):  # train_best_loss.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # train_best_loss.dl:6
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]  train_best_loss.dl:6
        x = jnp.tanh(x)
        return self.dense2(x)  # [3]

def train_loss(model, batch):  # train_best_loss.dl:10
    outputs = model(batch["features"])  # [3]  train_best_loss.dl:9
    return optax.softmax_cross_entropy_with_integer_labels(outputs, batch["target"]).mean()  # train_best_loss.dl:10

def train_optimizer(model, steps):  # train_best_loss.dl:10
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def train_measures(model, batch):  # train_best_loss.dl:8
    outputs = model(batch["features"])  # [3]  train_best_loss.dl:9
    return [(optax.softmax_cross_entropy_with_integer_labels(outputs, batch["target"]),)]
