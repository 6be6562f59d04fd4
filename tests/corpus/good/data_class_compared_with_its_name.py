def iris(columns, fit):  # data_class_compared_with_its_name.dl:1
    x = fit.standardize("iris.x", columns["features"])  # [4]  data_class_compared_with_its_name.dl:2
    setosa = columns["target"] == 0  # class[2]  data_class_compared_with_its_name.dl:3
    return {"x": x, "setosa": setosa}

class Net(nnx.Module):  # data_class_compared_with_its_name.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)  # data_class_compared_with_its_name.dl:5

    def __call__(self, x):
        x = self.dense1(x)  # [1]  data_class_compared_with_its_name.dl:5
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # data_class_compared_with_its_name.dl:6
    x = model(batch["x"])  # []
    return optax.sigmoid_binary_cross_entropy(x, batch["setosa"]).mean()

def train_optimizer(model, steps):  # data_class_compared_with_its_name.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
