def d(columns, fit):  # data_rows_of_text.dl:1
    x = columns["x"]  # [2]  data_rows_of_text.dl:2
    red = columns["colour"] == "red"  # bool[]  data_rows_of_text.dl:3
    return {"x": x, "red": red}

class Net(nnx.Module):  # data_rows_of_text.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 1, rngs=rngs)  # data_rows_of_text.dl:5

    def __call__(self, x):
        x = self.dense1(x)  # [1]  data_rows_of_text.dl:5
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # data_rows_of_text.dl:6
    x = model(batch["x"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["red"]).mean()

def train_optimizer(model, steps):  # data_rows_of_text.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
