class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [3]
        return jax.nn.log_softmax(x)

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return jnp.mean(-jnp.sum(jax.nn.one_hot(batch["target"], 3) * x, axis=-1))

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
