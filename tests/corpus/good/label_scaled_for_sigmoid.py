def patients(columns, fit):  # label_scaled_for_sigmoid.dl:2
    x = columns["features"] / 2  # [10]  label_scaled_for_sigmoid.dl:3
    progression = columns["target"] / 346  # []  label_scaled_for_sigmoid.dl:4
    return {"x": x, "progression": progression}

class Net(nnx.Module):  # label_scaled_for_sigmoid.dl:7
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 8, rngs=rngs)  # label_scaled_for_sigmoid.dl:7
        self.dense2 = nnx.Linear(8, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]  label_scaled_for_sigmoid.dl:7
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [1]
        x = jnp.squeeze(x, axis=1)  # []
        return jax.nn.sigmoid(x)

def train_loss(model, batch):  # label_scaled_for_sigmoid.dl:9
    x = model(batch["x"] / 4)  # []
    return jnp.square(x - batch["progression"]).mean()

def train_optimizer(model, steps):  # label_scaled_for_sigmoid.dl:9
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # label_scaled_for_sigmoid.dl:11
    x = model(batch["x"] / 4)  # []
    return [(x, batch["progression"])]
