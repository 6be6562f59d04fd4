class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(3, 3, kernel_size=(3, 3), feature_group_count=3, rngs=rngs)
        self.conv2 = nnx.Conv(3, 16, kernel_size=(1, 1), rngs=rngs)
        self.dense1 = nnx.Linear(1024, 3, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)
        x = self.conv2(x)  # [8, 8, 16]
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 1024))  # [1024]
        return self.dense1(x)  # [3]
