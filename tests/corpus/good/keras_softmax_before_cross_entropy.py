class Net(nnx.Module):  # keras_softmax_before_cross_entropy.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # keras_softmax_before_cross_entropy.dl:3
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def logits(self, x):  # keras_softmax_before_cross_entropy.dl:3
        x = self.dense1(x)  # [16]  keras_softmax_before_cross_entropy.dl:3
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]

    def __call__(self, x):
        x = self.logits(x)  # [3]  keras_softmax_before_cross_entropy.dl:3
        return jax.nn.softmax(x)

def train_loss(model, batch):  # keras_softmax_before_cross_entropy.dl:4
    x = model.logits(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # keras_softmax_before_cross_entropy.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
