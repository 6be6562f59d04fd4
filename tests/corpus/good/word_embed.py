class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(1000, 16, rngs=rngs)
        self.dense1 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, word):
        x = self.embed1(word)  # [20, 16]
        x = jnp.mean(x, axis=1)  # [16]
        return self.dense1(x)  # [3]
