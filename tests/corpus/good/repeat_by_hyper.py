class Layers(nnx.Module):  # repeat_by_hyper.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # repeat_by_hyper.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # repeat_by_hyper.dl:2
        return jax.nn.relu(x)

class Net(nnx.Module):  # repeat_by_hyper.dl:2
    def __init__(self, rngs):
        self.layers1 = stacked(12, Layers, rngs=rngs)  # repeat_by_hyper.dl:2

    def __call__(self, x):
        return repeat(self.layers1, x)  # repeat_by_hyper.dl:2
