class Net(nnx.Module):  # keras_sigmoid_with_binary_cross_entropy.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # keras_sigmoid_with_binary_cross_entropy.dl:3

    def logits(self, x):  # keras_sigmoid_with_binary_cross_entropy.dl:3
        x = self.dense1(x)  # [1]  keras_sigmoid_with_binary_cross_entropy.dl:3
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []  keras_sigmoid_with_binary_cross_entropy.dl:3
        return jax.nn.sigmoid(x)

def train_loss(model, batch):  # keras_sigmoid_with_binary_cross_entropy.dl:4
    x = model.logits(batch["features"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["target"]).mean()

def train_optimizer(model, steps):  # keras_sigmoid_with_binary_cross_entropy.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
