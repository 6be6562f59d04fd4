class Layers(nnx.Module):
    def __call__(self, x):
        return jax.nn.relu(x)

class Net(nnx.Module):
    def __init__(self):
        self.layers1 = nnx.List([Layers() for _ in range(3)])

    def __call__(self, x):
        for layer in self.layers1:
            x = layer(x)
        return x
