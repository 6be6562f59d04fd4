def iris(columns, fit):  # loss_kl_divergence.dl:1
    x = columns["features"]  # [4]
    kind = fit.one_hot("iris.kind", columns["target"], classes=3)  # [3]  loss_kl_divergence.dl:3
    return {"x": x, "kind": kind}

class Net(nnx.Module):  # loss_kl_divergence.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # loss_kl_divergence.dl:5

    def logits(self, x):  # loss_kl_divergence.dl:5
        return self.dense1(x)  # [3]  loss_kl_divergence.dl:5

    def __call__(self, x):
        x = self.logits(x)  # [3]  loss_kl_divergence.dl:5
        return jax.nn.softmax(x)

def train_loss(model, batch):  # loss_kl_divergence.dl:6
    x = model.logits(batch["x"])  # [3]
    return optax.kl_divergence(jax.nn.log_softmax(x), batch["kind"]).mean()

def train_optimizer(model, steps):  # loss_kl_divergence.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
