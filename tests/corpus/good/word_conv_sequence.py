class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(3, 8, kernel_size=(5,), kernel_dilation=2, rngs=rngs)
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)  # [20, 8]
        x = jax.nn.relu(x)
        x = jnp.max(x, axis=(1,))  # [8]
        return self.dense1(x)  # [3]
