def wine(columns, fit):
    target = columns["target"]  # class[3]
    x = fit.select_best("wine.best", columns["features"], lambda: target, k=5, by="f_test")  # [5]
    best = fit.standardize("wine.best2", x)
    x = fit.standardize("wine.main", columns["features"])  # [13]
    main_ = fit.pca("wine.main2", x, k=2, whiten=True)  # [2]
    return {"best": best, "main": main_, "target": target}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(7, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]

def train_loss(model, batch):
    x = model(jnp.concatenate([batch["best"], batch["main"]], axis=-1))  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)
