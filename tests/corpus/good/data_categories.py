def d(columns, fit):
    kind = fit.category("d.kind", columns["kind"], classes=4)  # class[4]
    old = fit.bins("d.old", columns["age"], n=3)  # class[3]
    group = fit.one_hot("d.group", fit.buckets(columns["age"], edges=(18, 65)), classes=3)  # [3]
    y = columns["y"]  # []
    return {"kind": kind, "old": old, "group": group, "y": y}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(4, 2, rngs=rngs)
        self.embed2 = nnx.Embed(3, 2, rngs=rngs)
        self.dense1 = nnx.Linear(7, 1, rngs=rngs)

    def __call__(self, kind, old, group):
        x = self.embed1(kind)  # [2]
        y = self.embed2(old)
        x = self.dense1(jnp.concatenate([x, y, group], axis=-1))  # [1]
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):
    x = model(batch["kind"], batch["old"], batch["group"])  # []
    return jnp.square(x - batch["y"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
