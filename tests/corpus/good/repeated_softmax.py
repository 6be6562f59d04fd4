class Layers(nnx.Module):  # repeated_softmax.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # repeated_softmax.dl:3

    def __call__(self, x):
        x = self.dense1(x)  # repeated_softmax.dl:3
        return jax.nn.softmax(x)

class Attention(nnx.Module):  # repeated_softmax.dl:3
    def __init__(self, rngs):
        self.layers1 = nnx.List([Layers(rngs) for _ in range(3)])  # repeated_softmax.dl:3
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        for layer in self.layers1:
            x = layer(x)  # repeated_softmax.dl:3
        return self.dense1(x)  # [3]

def train_loss(model, batch):  # repeated_softmax.dl:5
    x = model(batch["features"])  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # repeated_softmax.dl:5
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # repeated_softmax.dl:7
    x = model(batch["features"])  # [3]
    return [(x, batch["target"])]
