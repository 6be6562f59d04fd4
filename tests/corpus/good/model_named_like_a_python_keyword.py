class Not(nnx.Module):  # model_named_like_a_python_keyword.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # model_named_like_a_python_keyword.dl:4

    def __call__(self, x):
        x = self.dense1(x)  # model_named_like_a_python_keyword.dl:4
        return jax.nn.sigmoid(x)

class Twice(nnx.Module):  # model_named_like_a_python_keyword.dl:6
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # model_named_like_a_python_keyword.dl:6

    def __call__(self, x, not_):
        x = not_(x)  # model_named_like_a_python_keyword.dl:6
        x = not_(x)
        return self.dense1(x)  # [3]

def train_loss(models, batch):  # model_named_like_a_python_keyword.dl:9
    x = models.Twice(batch["features"], not_=models.Not)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(models, steps):  # model_named_like_a_python_keyword.dl:9
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)

def evaluate(models, batch):  # model_named_like_a_python_keyword.dl:12
    x = models.Twice(batch["features"], not_=models.Not)  # [3]  model_named_like_a_python_keyword.dl:13
    return [(x, batch["target"])]
