class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)
        self.dense2 = nnx.Linear(16, 16, rngs=rngs)
        self.dense3 = nnx.Linear(16, 16, rngs=rngs)

    def __call__(self, x):
        y = self.dense1(x)
        z = self.dense2(x)
        scores = y @ jnp.transpose(z, (0, 2, 1)) / 4  # [20, 20]
        y = jax.nn.softmax(scores)
        x = self.dense3(x)  # [20, 16]
        return y @ x
