def d(columns, fit):
    x = columns["a"][:, :2]  # [2]
    z = np.concatenate([columns["b"], columns["c"]], axis=2)  # [2, 4]
    y = columns["y"]  # []
    return {"x": x, "z": z, "y": y}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 1, rngs=rngs)

    def __call__(self, x, z):
        x = self.dense1(jnp.concatenate([x, jnp.reshape(z, (-1, 8))], axis=-1))  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["x"], batch["z"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
