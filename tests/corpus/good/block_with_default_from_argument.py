class Wide(nnx.Module):  # block_with_default_from_argument.dl:1
    def __init__(self, in_features, inner, width, rngs):
        self.dense1 = nnx.Linear(in_features, inner, rngs=rngs)  # block_with_default_from_argument.dl:1
        self.dense2 = nnx.Linear(inner, width, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # block_with_default_from_argument.dl:1
        x = jax.nn.relu(x)
        return self.dense2(x)

class Net(nnx.Module):  # block_with_default_from_argument.dl:2
    def __init__(self, rngs):
        self.wide1 = Wide(4, 32, width=8, rngs=rngs)  # block_with_default_from_argument.dl:2
        self.wide2 = Wide(8, 64, width=4, rngs=rngs)

    def __call__(self, x):
        x = self.wide1(x)  # [8]  block_with_default_from_argument.dl:2
        x = jax.nn.relu(x)
        return self.wide2(x)  # [4]
