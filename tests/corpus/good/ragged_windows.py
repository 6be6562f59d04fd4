class Reader(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.conv1 = nnx.Conv(8, 8, kernel_size=(5,), rngs=rngs)
        self.conv2 = nnx.Conv(8, 8, kernel_size=(4,), strides=2, rngs=rngs)
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 16, 8]
        x = filled(self.conv1(only(x, t_length)), t_length)
        x = jax.nn.relu(x)
        # [(t + 1) // 2, 8]
        x = filled(
            nnx.max_pool(only(x, t_length, -jnp.inf), (3,), strides=(2,), padding=((1, 1),)), (1 + t_length) // 2
        )
        # [(t + 3) // 4, 8]
        x = filled(self.conv2(strided(x, (1 + t_length) // 2, 2, 4, 2))[:, 1:], (3 + t_length) // 4)
        x = flipped(x, (3 + t_length) // 4)
        x = jnp.mean(x, axis=(1,), where=places(x, (3 + t_length) // 4))  # [8]
        return self.dense1(x)  # [2]

def train_loss(model, batch):
    x = model(batch["steps"], t_length=batch["steps.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)
