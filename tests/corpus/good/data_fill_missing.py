def d(columns, fit):
    x = fit.fill_missing("d.age", columns["age"], by="mean")  # [...]
    age = fit.standardize("d.age2", x)  # []
    income = np.where(np.isnan(columns["income"]), 0, columns["income"])
    return {"age": age, "income": income}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(1, 1, rngs=rngs)

    def __call__(self, x):
        x = jnp.expand_dims(x, axis=-1)  # [1]
        x = self.dense1(x)
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["age"])  # []
    return jnp.square(x - batch["income"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
