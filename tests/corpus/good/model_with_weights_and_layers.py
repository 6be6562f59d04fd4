class Net(nnx.Module):
    def __init__(self, rngs):
        self.scale = nnx.Param(jnp.ones((4,)))
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x * self.scale)  # [3]
