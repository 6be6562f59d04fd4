class ConvNorm(nnx.Module):
    def __init__(self, in_features, width, kernel, stride, padding, rngs):
        self.conv1 = nnx.Conv(
            in_features, width, kernel_size=(kernel, kernel), strides=stride, padding=padding, use_bias=False, rngs=rngs
        )
        self.batch_norm1 = nnx.BatchNorm(width, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)
        x = self.batch_norm1(x)
        return jax.nn.relu(x)

class Residual(nnx.Module):
    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(8, 16, kernel=1, stride=2, padding=0, rngs=rngs)
        self.conv_norm2 = ConvNorm(8, 16, kernel=3, stride=2, padding=1, rngs=rngs)
        self.conv_norm3 = ConvNorm(16, 16, kernel=3, stride=1, padding=1, rngs=rngs)

    def __call__(self, x):
        shortcut = self.conv_norm1(x)  # [4, 4, 16]
        x = self.conv_norm2(x)
        x = self.conv_norm3(x)
        return shortcut + x

class Residual2(nnx.Module):
    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(16, 16, kernel=3, stride=1, padding=1, rngs=rngs)
        self.conv_norm2 = ConvNorm(16, 16, kernel=3, stride=1, padding=1, rngs=rngs)

    def __call__(self, x):
        y = self.conv_norm1(x)
        y = self.conv_norm2(y)
        return x + y

class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(1, 8, kernel=3, stride=1, padding=1, rngs=rngs)
        self.residual1 = Residual(rngs)
        self.residual2 = nnx.List([Residual2(rngs) for _ in range(3)])
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)

    def __call__(self, image):
        x = self.conv_norm1(image)  # [8, 8, 8]
        x = self.residual1(x)  # [4, 4, 16]
        for layer in self.residual2:
            x = layer(x)
        x = jnp.mean(x, axis=(1, 2))  # [16]
        return self.dense1(x)  # [10]

def train_loss(model, batch):
    x = model(batch["images"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["images"])  # [10]
    return [(x, batch["target"])]
