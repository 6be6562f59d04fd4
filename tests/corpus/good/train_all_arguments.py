class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, dtype=jnp.bfloat16, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def train_loss(model, batch):
    x = model(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(jnp.float32(x), batch["target"]), dtype=jnp.float32)

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)
