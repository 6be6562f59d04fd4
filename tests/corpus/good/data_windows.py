def series(columns, fit):
    past = fit.standardize("series.past", columns["y"])  # [2]
    next_ = np.log(columns["x"]) / 2  # []
    return {"past": past, "next": next_}

class Forecaster(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(6, 1, rngs=rngs)

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 6))  # [6]
        return self.dense1(x)  # [1]

def train_loss(model, batch):
    x = model(batch["past"])  # [1]
    return jnp.mean(jnp.square(x - batch["next"]), axis=-1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["past"])  # [1]
    return [(x, batch["next"])]
