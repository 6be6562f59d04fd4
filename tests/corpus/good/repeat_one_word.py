class Layers(nnx.Module):  # repeat_one_word.dl:1
    def __call__(self, x):
        return jax.nn.relu(x)  # repeat_one_word.dl:1

class Net(nnx.Module):  # repeat_one_word.dl:1
    def __init__(self):
        self.layers1 = nnx.List([Layers() for _ in range(3)])  # repeat_one_word.dl:1

    def __call__(self, x):
        for layer in self.layers1:
            x = layer(x)  # repeat_one_word.dl:1
        return x
