class Net(nnx.Module):  # loss_cross_entropy_of_log_probability.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # loss_cross_entropy_of_log_probability.dl:2

    def logits(self, x):  # loss_cross_entropy_of_log_probability.dl:2
        return self.dense1(x)  # [3]  loss_cross_entropy_of_log_probability.dl:2

    def __call__(self, x):
        x = self.logits(x)  # [3]  loss_cross_entropy_of_log_probability.dl:2
        return jax.nn.log_softmax(x)

def train_loss(model, batch):  # loss_cross_entropy_of_log_probability.dl:3
    x = model.logits(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # loss_cross_entropy_of_log_probability.dl:3
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
