class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)
        self.dense3 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        h = jax.nn.relu(x)
        x = self.dense2(h)  # [3]
        y = self.dense3(h)  # [1]
        y = jnp.squeeze(y, axis=1)  # []
        return {"kind": x, "width": y}  # (kind: [3], width: [])

def train_loss(model, batch):
    out = model(batch["features"])  # (kind: [3], width: [])
    x = optax.softmax_cross_entropy_with_integer_labels(out["kind"], batch["target"])  # []
    return jnp.mean(x + 0.1 * jnp.square(out["width"] - batch["petal_width"]))

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
