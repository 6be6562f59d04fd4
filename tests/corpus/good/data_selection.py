def wine(columns, fit):  # data_selection.dl:1
    target = columns["target"]  # class[3]
    x = fit.select_best("wine.best", columns["features"], lambda: target, k=5, by="f_test")  # [5]  data_selection.dl:2
    best = fit.standardize("wine.best2", x)
    x = fit.standardize("wine.main", columns["features"])  # [13]  data_selection.dl:3
    main_ = fit.pca("wine.main2", x, k=2, whiten=True)  # [2]
    return {"best": best, "main": main_, "target": target}

class Net(nnx.Module):  # data_selection.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(7, 3, rngs=rngs)  # data_selection.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [3]  data_selection.dl:6

def train_loss(model, batch):  # data_selection.dl:7
    x = model(jnp.concatenate([batch["best"], batch["main"]], axis=-1))  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # data_selection.dl:7
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)
