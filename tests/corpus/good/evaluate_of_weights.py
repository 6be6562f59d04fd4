class Linear(nnx.Module):  # evaluate_of_weights.dl:2
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))  # evaluate_of_weights.dl:3

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1)  # []  evaluate_of_weights.dl:4

def train_loss(model, batch):  # evaluate_of_weights.dl:6
    x = model(batch["features"])  # []
    return jnp.square(x - batch["target"]).mean()

def train_optimizer(model, steps):  # evaluate_of_weights.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # evaluate_of_weights.dl:7
    return [(model.w[...],)]
