class Mlp(nnx.Module):  # block_one_line.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # block_one_line.dl:1
        self.dense2 = nnx.Linear(16, 16, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  block_one_line.dl:1
        x = jax.nn.relu(x)
        return self.dense2(x)

class Net(nnx.Module):  # block_one_line.dl:2
    def __init__(self, rngs):
        self.mlp1 = Mlp(rngs)  # block_one_line.dl:2
        self.dense1 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x):
        x = self.mlp1(x)  # [16]  block_one_line.dl:2
        x = jax.nn.relu(x)
        return self.dense1(x)  # [3]
