def d(columns, fit):  # data_squeeze_of_unknown_columns.dl:2
    x = np.stack([columns["a"], columns["b"], columns["c"]], axis=-1)  # [3]  data_squeeze_of_unknown_columns.dl:3
    y = columns["y"]  # []  data_squeeze_of_unknown_columns.dl:4
    return {"x": x, "y": y}

class Net(nnx.Module):  # data_squeeze_of_unknown_columns.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(3, 1, rngs=rngs)  # data_squeeze_of_unknown_columns.dl:6

    def __call__(self, x):
        x = self.dense1(x)  # [1]  data_squeeze_of_unknown_columns.dl:6
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # data_squeeze_of_unknown_columns.dl:7
    x = model(batch["x"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):  # data_squeeze_of_unknown_columns.dl:7
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
