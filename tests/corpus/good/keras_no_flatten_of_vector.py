class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 16))
        return self.dense1(x)  # [10]
