class Reader(nnx.Module):  # ragged_windows.dl:6
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # ragged_windows.dl:8
        self.conv1 = nnx.Conv(8, 8, kernel_size=(5,), rngs=rngs)  # ragged_windows.dl:9
        self.conv2 = nnx.Conv(8, 8, kernel_size=(4,), strides=2, rngs=rngs)  # ragged_windows.dl:12
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)  # ragged_windows.dl:15

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 16, 8]  ragged_windows.dl:8
        x = filled(self.conv1(only(x, t_length)), t_length)  # ragged_windows.dl:9
        x = jax.nn.relu(x)  # ragged_windows.dl:10
        # [(t + 1) // 2, 8]  ragged_windows.dl:11
        x = filled(
            nnx.max_pool(only(x, t_length, -jnp.inf), (3,), strides=(2,), padding=((1, 1),)), (1 + t_length) // 2
        )
        # [(t + 3) // 4, 8]  ragged_windows.dl:12
        x = filled(self.conv2(strided(x, (1 + t_length) // 2, 2, 4, 2))[:, 1:], (3 + t_length) // 4)
        x = flipped(x, (3 + t_length) // 4)  # ragged_windows.dl:13
        x = jnp.mean(x, axis=(1,), where=places(x, (3 + t_length) // 4))  # [8]  ragged_windows.dl:14
        return self.dense1(x)  # [2]  ragged_windows.dl:15

def train_loss(model, batch):  # ragged_windows.dl:18
    x = model(batch["steps"], t_length=batch["steps.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()

def train_optimizer(model, steps):  # ragged_windows.dl:18
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)
