class Net(nnx.Module):  # let_in_train.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)  # let_in_train.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [1]  let_in_train.dl:2
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch, rngs):  # let_in_train.dl:5
    # [10]  let_in_train.dl:4
    noisy = batch["features"] + 0.01 * jax.random.normal(rngs(), jnp.shape(batch["features"]))
    x = model(noisy)  # []  let_in_train.dl:5
    return jnp.square(x - batch["target"]).mean()

def train_optimizer(model, steps):  # let_in_train.dl:5
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
