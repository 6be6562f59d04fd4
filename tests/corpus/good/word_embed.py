class Net(nnx.Module):  # word_embed.dl:1
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(1000, 16, rngs=rngs)  # word_embed.dl:1
        self.dense1 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, word):
        x = self.embed1(word)  # [20, 16]  word_embed.dl:1
        x = jnp.mean(x, axis=1)  # [16]
        return self.dense1(x)  # [3]
