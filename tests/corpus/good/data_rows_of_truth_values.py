class Net(nnx.Module):  # data_rows_of_truth_values.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 1, rngs=rngs)  # data_rows_of_truth_values.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  data_rows_of_truth_values.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # data_rows_of_truth_values.dl:3
    x = model(batch["x"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["y"]).mean()

def train_optimizer(model, steps):  # data_rows_of_truth_values.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
