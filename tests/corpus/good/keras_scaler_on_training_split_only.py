def wine(columns, fit):  # keras_scaler_on_training_split_only.dl:2
    x = fit.standardize("wine.x", columns["features"])  # [13]  keras_scaler_on_training_split_only.dl:3
    kind = columns["target"]  # class[3]  keras_scaler_on_training_split_only.dl:2
    return {"x": x, "kind": kind}

class Net(nnx.Module):  # keras_scaler_on_training_split_only.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(13, 3, rngs=rngs)  # keras_scaler_on_training_split_only.dl:7

    def __call__(self, x):
        return self.dense1(x)  # [3]  keras_scaler_on_training_split_only.dl:7

def train_loss(model, batch):  # keras_scaler_on_training_split_only.dl:8
    x = model(batch["x"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer(model, steps):  # keras_scaler_on_training_split_only.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # keras_scaler_on_training_split_only.dl:9
    x = model(batch["x"])  # [3]
    return [(x, batch["kind"])]
