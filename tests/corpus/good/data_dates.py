def d(columns, fit):
    hour = fit.one_hot("d.hour", fit.hour(columns["at"]), classes=24)  # [24]
    weekday = fit.one_hot("d.weekday", fit.weekday(columns["at"]), classes=7)  # [7]
    x = np.sin(6.283 * np.asarray(fit.month(columns["at"]), np.float32) / 12)  # []
    season = np.stack([x, np.cos(6.283 * fit.year_day(columns["at"]) / 366)], axis=-1)  # [2]
    y = columns["y"]  # []
    return {"hour": hour, "weekday": weekday, "season": season, "y": y}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(33, 1, rngs=rngs)

    def __call__(self, a, b, c):
        x = self.dense1(jnp.concatenate([a, b, c], axis=-1))  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["hour"], batch["weekday"], batch["season"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
