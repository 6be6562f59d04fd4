def iris(columns, fit):
    x = columns["features"]  # [4]
    kind = fit.one_hot("iris.kind", columns["target"], classes=3)  # [3]
    return {"x": x, "kind": kind}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def logits(self, x):
        return self.dense1(x)  # [3]

    def __call__(self, x):
        x = self.logits(x)  # [3]
        return jax.nn.softmax(x)

def train_loss(model, batch):
    x = model.logits(batch["x"])  # [3]
    return optax.kl_divergence(jax.nn.log_softmax(x), batch["kind"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
