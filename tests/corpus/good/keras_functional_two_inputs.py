class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 8, rngs=rngs)
        self.dense2 = nnx.Linear(2, 8, rngs=rngs)
        self.dense3 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, sepal, petal):
        x = self.dense1(sepal)  # [8]
        a = jax.nn.relu(x)
        x = self.dense2(petal)
        b = jax.nn.relu(x)
        return self.dense3(jnp.concatenate([a, b], axis=-1))  # [3]

def train_loss(model, batch):
    x = model(batch["features"][:, :2], batch["features"][:, 2:])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
