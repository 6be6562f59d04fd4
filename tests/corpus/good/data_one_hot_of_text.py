def d(columns, fit):  # data_one_hot_of_text.dl:1
    place = fit.one_hot("d.place", columns["place"], classes=5)  # [5]  data_one_hot_of_text.dl:2
    price = columns["price"] / 1000  # []  data_one_hot_of_text.dl:3
    return {"place": place, "price": price}

class Net(nnx.Module):  # data_one_hot_of_text.dl:5
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(5, 1, rngs=rngs)  # data_one_hot_of_text.dl:5

    def __call__(self, x):
        x = self.dense1(x)  # [1]  data_one_hot_of_text.dl:5
        return jnp.squeeze(x, axis=1)  # []

def train_loss(model, batch):  # data_one_hot_of_text.dl:6
    x = model(batch["place"])  # []
    return jnp.square(x - batch["price"]).mean()

def train_optimizer(model, steps):  # data_one_hot_of_text.dl:6
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
