class SelfAttention(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(32, 8, use_bias=False, rngs=rngs)
        self.dense2 = nnx.Linear(32, 8, use_bias=False, rngs=rngs)
        self.dense3 = nnx.Linear(32, 8, use_bias=False, rngs=rngs)
        self.dense4 = nnx.Linear(8, 32, rngs=rngs)

    def __call__(self, x):
        q = self.dense1(x)  # [16, 8]
        k = self.dense2(x)
        v = self.dense3(x)
        return self.dense4(jax.nn.softmax(q @ jnp.transpose(k, (0, 2, 1)) / jnp.sqrt(8)) @ v)  # [16, 32]

class Layer(nnx.Module):
    def __init__(self, rngs):
        self.layer_norm1 = nnx.LayerNorm(32, rngs=rngs)
        self.self_attention1 = SelfAttention(rngs)
        self.layer_norm2 = nnx.LayerNorm(32, rngs=rngs)
        self.dense1 = nnx.Linear(32, 128, rngs=rngs)
        self.dense2 = nnx.Linear(128, 32, rngs=rngs)

    def __call__(self, x):
        z = self.layer_norm1(x)
        z = self.self_attention1(z)
        y = x + z
        x = self.layer_norm2(y)
        x = self.dense1(x)  # [16, 128]
        x = jax.nn.gelu(x)
        x = self.dense2(x)  # [16, 32]
        return y + x

class Reader(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(1000, 32, rngs=rngs)
        self.layer1 = nnx.List([Layer(rngs) for _ in range(4)])
        self.dense1 = nnx.Linear(32, 2, rngs=rngs)

    def __call__(self, words):
        x = self.embed1(words)  # [16, 32]
        for layer in self.layer1:
            x = layer(x)
        x = jnp.mean(x, axis=1)  # [32]
        return self.dense1(x)  # [2]
