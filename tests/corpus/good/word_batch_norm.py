class Net(nnx.Module):
    def __init__(self, rngs):
        self.conv1 = nnx.Conv(3, 8, kernel_size=(3, 3), use_bias=False, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(8, momentum=0.9, rngs=rngs)
        self.dense1 = nnx.Linear(512, 3, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)  # [8, 8, 8]
        x = self.batch_norm1(x)
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 512))  # [512]
        return self.dense1(x)  # [3]
