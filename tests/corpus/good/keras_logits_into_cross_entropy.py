class Net(nnx.Module):  # keras_logits_into_cross_entropy.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # keras_logits_into_cross_entropy.dl:3
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  keras_logits_into_cross_entropy.dl:3
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]

def train_loss(model, batch):  # keras_logits_into_cross_entropy.dl:4
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # keras_logits_into_cross_entropy.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
