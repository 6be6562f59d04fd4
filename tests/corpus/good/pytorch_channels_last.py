class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(3, 8, kernel_size=(3, 3), rngs=rngs)
        self.dense1 = nnx.Linear(8, 10, rngs=rngs)

    def __call__(self, x):
        x = jnp.transpose(x, (0, 2, 3, 1))  # [32, 32, 3]
        x = self.conv1(x)  # [32, 32, 8]
        x = jax.nn.relu(x)
        x = jnp.mean(x, axis=(1, 2))  # [8]
        return self.dense1(x)  # [10]
