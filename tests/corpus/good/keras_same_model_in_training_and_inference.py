class Net(nnx.Module):  # keras_same_model_in_training_and_inference.dl:3
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # keras_same_model_in_training_and_inference.dl:3
        self.batch_norm1 = nnx.BatchNorm(16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x, training=False, rngs=None):
        x = self.dense1(x)  # [16]  keras_same_model_in_training_and_inference.dl:3
        x = self.batch_norm1(x, use_running_average=not training)
        x = jax.nn.relu(x)
        x = nnx.Dropout(0.5)(x, deterministic=not training, rngs=rngs)
        return self.dense2(x)  # [3]

def train_loss(models, batch, rngs=None, training=False):  # keras_same_model_in_training_and_inference.dl:4
    x = models.Net(batch["features"], training=training, rngs=rngs)  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))

def train_optimizer(steps):  # keras_same_model_in_training_and_inference.dl:4
    return optax.sgd(0.1)

def evaluate(models, batch):  # keras_same_model_in_training_and_inference.dl:5
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]
