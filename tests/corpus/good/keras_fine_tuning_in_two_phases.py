class Body(nnx.Module):  # keras_fine_tuning_in_two_phases.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # keras_fine_tuning_in_two_phases.dl:3

    def __call__(self, x):
        x = self.dense1(x)  # [16]  keras_fine_tuning_in_two_phases.dl:3
        return jax.nn.relu(x)

class Head(nnx.Module):  # keras_fine_tuning_in_two_phases.dl:4
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 3, rngs=rngs)  # keras_fine_tuning_in_two_phases.dl:4

    def __call__(self, x):
        return self.dense1(x)  # [3]  keras_fine_tuning_in_two_phases.dl:4

def train_loss(models, batch):  # keras_fine_tuning_in_two_phases.dl:5
    x = models.Body(batch["features"])  # [16]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(models, steps):  # keras_fine_tuning_in_two_phases.dl:5
    return nnx.Optimizer(models, optax.adam(0.001), wrt=within(("Head",)))

def train2_loss(models, batch):  # keras_fine_tuning_in_two_phases.dl:6
    x = models.Body(batch["features"])  # [16]
    x = models.Head(x)  # [3]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train2_optimizer(models, steps):  # keras_fine_tuning_in_two_phases.dl:6
    return nnx.Optimizer(models, optax.adam(0.0001), wrt=nnx.Param)

def evaluate(models, batch):  # keras_fine_tuning_in_two_phases.dl:7
    x = models.Body(batch["features"])  # [16]
    x = models.Head(x)  # [3]
    return [(x, batch["target"])]
