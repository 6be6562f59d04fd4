def d(columns, fit):  # data_fill_missing.dl:1
    x = fit.fill_missing("d.age", columns["age"], by="mean")  # [...]  data_fill_missing.dl:2
    age = fit.standardize("d.age2", x)  # []
    income = np.where(np.isnan(columns["income"]), 0, columns["income"])  # data_fill_missing.dl:3
    return {"age": age, "income": income}

class Net(nnx.Module):  # data_fill_missing.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(1, 1, rngs=rngs)  # data_fill_missing.dl:5

    def __call__(self, x):
        x = jnp.expand_dims(x, axis=-1)  # [1]  data_fill_missing.dl:5
        x = self.dense1(x)
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # data_fill_missing.dl:6
    x = model(batch["age"])  # []
    return jnp.square(x - batch["income"]).mean()

def train_optimizer(model, steps):  # data_fill_missing.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
