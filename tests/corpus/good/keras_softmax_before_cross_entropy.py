class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def logits(self, x):
        x = self.dense1(x)  # [16]
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]

    def __call__(self, x):
        x = self.logits(x)  # [3]
        return jax.nn.softmax(x)

def train_loss(model, batch):
    x = model.logits(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
