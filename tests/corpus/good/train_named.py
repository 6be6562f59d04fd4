class Net(nnx.Module):  # train_named.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # train_named.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  train_named.dl:2

def main__loss(model, batch):  # train_named.dl:3
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def main__optimizer(model, steps):  # train_named.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
