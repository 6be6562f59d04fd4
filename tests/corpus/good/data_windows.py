def series(columns, fit):  # data_windows.dl:1
    past = fit.standardize("series.past", columns["y"])  # [2]  data_windows.dl:5
    next_ = np.log(columns["x"]) / 2  # []  data_windows.dl:6
    return {"past": past, "next": next_}

class Forecaster(nnx.Module):  # data_windows.dl:8
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(6, 1, rngs=rngs)  # data_windows.dl:8

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 6))  # [6]  data_windows.dl:8
        return self.dense1(x)  # [1]

def train_loss(model, batch):  # data_windows.dl:9
    x = model(batch["past"])  # [1]
    return jnp.mean(jnp.square(x - batch["next"]), axis=-1).mean()

def train_optimizer(model, steps):  # data_windows.dl:9
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # data_windows.dl:10
    x = model(batch["past"])  # [1]
    return [(x, batch["next"])]
