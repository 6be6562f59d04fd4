def digits(columns, fit):  # siamese.dl:2
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Encoder(nnx.Module):  # siamese.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)  # siamese.dl:3
        self.dense2 = nnx.Linear(32, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]  siamese.dl:3
        x = jax.nn.relu(x)
        return self.dense2(x)  # [8]

def train_loss(model, batch, rngs):  # siamese.dl:7
    a = model(batch["x"] + 0.1 * jax.random.normal(rngs(), jnp.shape(batch["x"])))  # [8]  siamese.dl:5
    b = model(batch["x"] + 0.1 * jax.random.normal(rngs(), jnp.shape(batch["x"])))  # siamese.dl:6
    return optax.cosine_distance(a, b, epsilon=1e-08).mean()  # siamese.dl:7

def train_optimizer(model, steps):  # siamese.dl:7
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
