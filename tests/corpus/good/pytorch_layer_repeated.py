class Layers(nnx.Module):  # pytorch_layer_repeated.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)  # pytorch_layer_repeated.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # pytorch_layer_repeated.dl:2
        return jax.nn.relu(x)

class Net(nnx.Module):  # pytorch_layer_repeated.dl:2
    def __init__(self, rngs):
        self.layers1 = nnx.List([Layers(rngs) for _ in range(3)])  # pytorch_layer_repeated.dl:2

    def __call__(self, x):
        for layer in self.layers1:
            x = layer(x)  # pytorch_layer_repeated.dl:2
        return x
