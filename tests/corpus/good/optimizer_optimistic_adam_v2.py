class Net(nnx.Module):  # optimizer_optimistic_adam_v2.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # optimizer_optimistic_adam_v2.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  optimizer_optimistic_adam_v2.dl:2

def train_loss(model, batch):  # optimizer_optimistic_adam_v2.dl:3
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # optimizer_optimistic_adam_v2.dl:3
    return nnx.Optimizer(model, optax.optimistic_adam_v2(0.001), wrt=nnx.Param)
