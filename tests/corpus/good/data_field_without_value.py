class Net(nnx.Module):  # data_field_without_value.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # data_field_without_value.dl:5

    def __call__(self, x):
        return self.dense1(x)  # [3]  data_field_without_value.dl:5

def train_loss(model, batch):  # data_field_without_value.dl:6
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # data_field_without_value.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
