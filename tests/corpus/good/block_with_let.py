class Attention(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)
        self.dense2 = nnx.Linear(8, 8, rngs=rngs)
        self.dense3 = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, x):
        q = self.dense1(x)
        k = self.dense2(x)
        v = self.dense3(x)
        return jax.nn.softmax(q @ jnp.transpose(k, (0, 2, 1)) / jnp.sqrt(8)) @ v

class Net(nnx.Module):
    def __init__(self, rngs):
        self.attention1 = Attention(rngs)
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.attention1(x)
        x = jnp.mean(x, axis=1)  # [8]
        return self.dense1(x)  # [3]
