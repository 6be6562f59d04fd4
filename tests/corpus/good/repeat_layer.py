class Layers(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jnp.tanh(x)

class Net(nnx.Module):
    def __init__(self, rngs):
        self.layers1 = nnx.List([Layers(rngs) for _ in range(5)])

    def __call__(self, x):
        for layer in self.layers1:
            x = layer(x)
        return x
