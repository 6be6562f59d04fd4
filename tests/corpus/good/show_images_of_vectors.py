class Net(nnx.Module):  # show_images_of_vectors.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)  # show_images_of_vectors.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [10]  show_images_of_vectors.dl:3

def train_loss(model, batch):  # show_images_of_vectors.dl:4
    x = model(batch["features"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):  # show_images_of_vectors.dl:4
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

def evaluate(model, batch):  # show_images_of_vectors.dl:5
    return [(batch["features"],)]
