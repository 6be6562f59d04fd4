class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(5, 3, rngs=rngs)

    def __call__(self, kind):
        x = jax.nn.one_hot(kind, 5)  # [5]
        return self.dense1(x)  # [3]
