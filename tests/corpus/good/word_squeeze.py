class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []
