class Net(nnx.Module):  # keywords_as_names.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(1, 1, rngs=rngs)  # keywords_as_names.dl:7

    def __call__(self, x):
        x = jnp.expand_dims(x, axis=-1)  # [1]  keywords_as_names.dl:7
        x = self.dense1(x)
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # keywords_as_names.dl:8
    x = model(batch["text"])  # []
    y = model(batch["weight"])
    return jnp.mean(jnp.square(x - batch["weight"]) + optax.sigmoid_binary_cross_entropy(y, batch["and"]))

def train_optimizer(model, steps):  # keywords_as_names.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
