class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(3, 3, 3), rngs=rngs)
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)  # [8, 8, 8, 4]
        x = jax.nn.relu(x)
        x = jnp.mean(x, axis=(1, 2, 3))  # [4]
        return self.dense1(x)  # [3]
