class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(7, 2, rngs=rngs)

    def __call__(self, a, b):
        return self.dense1(jnp.concatenate([a, b], axis=-1))  # [2]
