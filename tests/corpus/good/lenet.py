def mnist(columns, fit):  # lenet.dl:1
    image = columns["pixels"] / 255  # [28, 28, 1]  lenet.dl:2
    digit = columns["labels"]  # class[10]  lenet.dl:3
    return {"image": image, "digit": digit}

class LeNet5(nnx.Module):  # lenet.dl:6
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 6, kernel_size=(5, 5), rngs=rngs)  # lenet.dl:8
        self.conv2 = nnx.Conv(6, 16, kernel_size=(5, 5), padding="VALID", rngs=rngs)  # lenet.dl:9
        self.dense1 = nnx.Linear(400, 120, rngs=rngs)  # lenet.dl:11
        self.dense2 = nnx.Linear(120, 84, rngs=rngs)  # lenet.dl:12
        self.dense3 = nnx.Linear(84, 10, rngs=rngs)  # lenet.dl:13

    def __call__(self, image):
        x = self.conv1(image)  # [28, 28, 6]  lenet.dl:8
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [14, 14, 6]
        x = self.conv2(x)  # [10, 10, 16]  lenet.dl:9
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [5, 5, 16]
        x = jnp.reshape(x, (-1, 400))  # [400]  lenet.dl:10
        x = self.dense1(x)  # [120]  lenet.dl:11
        x = jnp.tanh(x)
        x = self.dense2(x)  # [84]  lenet.dl:12
        x = jnp.tanh(x)
        return self.dense3(x)  # [10]  lenet.dl:13

def train_loss(model, batch):  # lenet.dl:16
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):  # lenet.dl:17
    rate = optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup_steps=round(0.05 * steps), decay_steps=steps)
    update = optax.sgd(rate, momentum=0.9)
    return nnx.Optimizer(model, update, wrt=nnx.Param)

def evaluate(model, batch):  # lenet.dl:19
    x = model(batch["image"])  # [10]  lenet.dl:20
    return [(x, batch["digit"])]
