class Attention(nnx.Module):  # block_with_let.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)  # block_with_let.dl:2
        self.dense2 = nnx.Linear(8, 8, rngs=rngs)  # block_with_let.dl:3
        self.dense3 = nnx.Linear(8, 8, rngs=rngs)  # block_with_let.dl:4

    def __call__(self, x):
        q = self.dense1(x)  # block_with_let.dl:2
        k = self.dense2(x)  # block_with_let.dl:3
        v = self.dense3(x)  # block_with_let.dl:4
        return jax.nn.softmax(q @ jnp.transpose(k, (0, 2, 1)) / jnp.sqrt(8)) @ v  # block_with_let.dl:5

class Net(nnx.Module):  # block_with_let.dl:7
    def __init__(self, rngs):
        self.attention1 = Attention(rngs)  # block_with_let.dl:7
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.attention1(x)  # block_with_let.dl:7
        x = jnp.mean(x, axis=1)  # [8]
        return self.dense1(x)  # [3]
