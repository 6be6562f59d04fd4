def d(columns, fit):  # data_parts_of_unknown_columns.dl:2
    x = columns["a"][:, :2]  # [2]  data_parts_of_unknown_columns.dl:3
    z = np.concatenate([columns["b"], columns["c"]], axis=2)  # [2, 4]  data_parts_of_unknown_columns.dl:4
    y = columns["y"]  # []  data_parts_of_unknown_columns.dl:5
    return {"x": x, "z": z, "y": y}

class Net(nnx.Module):  # data_parts_of_unknown_columns.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # data_parts_of_unknown_columns.dl:7

    def __call__(self, x, z):
        # [1]  data_parts_of_unknown_columns.dl:7
        x = self.dense1(jnp.concatenate([x, jnp.reshape(z, (-1, 8))], axis=-1))
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # data_parts_of_unknown_columns.dl:8
    x = model(batch["x"], batch["z"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):  # data_parts_of_unknown_columns.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
