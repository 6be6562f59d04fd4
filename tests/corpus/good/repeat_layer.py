class Layers(nnx.Module):  # repeat_layer.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # repeat_layer.dl:1

    def __call__(self, x):
        x = self.dense1(x)  # repeat_layer.dl:1
        return jnp.tanh(x)

class Net(nnx.Module):  # repeat_layer.dl:1
    def __init__(self, rngs):
        self.layers1 = nnx.List([Layers(rngs) for _ in range(5)])  # repeat_layer.dl:1

    def __call__(self, x):
        for layer in self.layers1:
            x = layer(x)  # repeat_layer.dl:1
        return x
