class Net(nnx.Module):  # keras_functional_two_inputs.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 8, rngs=rngs)  # keras_functional_two_inputs.dl:4
        self.dense2 = nnx.Linear(2, 8, rngs=rngs)  # keras_functional_two_inputs.dl:5
        self.dense3 = nnx.Linear(16, 3, rngs=rngs)  # keras_functional_two_inputs.dl:6

    def __call__(self, sepal, petal):
        x = self.dense1(sepal)  # [8]  keras_functional_two_inputs.dl:4
        a = jax.nn.relu(x)
        x = self.dense2(petal)  # keras_functional_two_inputs.dl:5
        b = jax.nn.relu(x)
        return self.dense3(jnp.concatenate([a, b], axis=-1))  # [3]  keras_functional_two_inputs.dl:6

def train_loss(model, batch):  # keras_functional_two_inputs.dl:8
    x = model(batch["features"][:, :2], batch["features"][:, 2:])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # keras_functional_two_inputs.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
