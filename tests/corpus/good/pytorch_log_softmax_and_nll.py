class Net(nnx.Module):  # pytorch_log_softmax_and_nll.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # pytorch_log_softmax_and_nll.dl:3

    def logits(self, x):  # pytorch_log_softmax_and_nll.dl:3
        return self.dense1(x)  # [3]  pytorch_log_softmax_and_nll.dl:3

    def __call__(self, x):
        x = self.logits(x)  # [3]  pytorch_log_softmax_and_nll.dl:3
        return jax.nn.log_softmax(x)

def train_loss(model, batch):  # pytorch_log_softmax_and_nll.dl:4
    x = model.logits(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # pytorch_log_softmax_and_nll.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
