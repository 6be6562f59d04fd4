class Inner(nnx.Module):  # block_in_block.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # block_in_block.dl:1

    def __call__(self, x):
        x = self.dense1(x)  # block_in_block.dl:1
        return jax.nn.relu(x)

class Outer(nnx.Module):  # block_in_block.dl:2
    def __init__(self, rngs):
        self.inner1 = Inner(rngs)  # block_in_block.dl:2
        self.inner2 = Inner(rngs)

    def __call__(self, x):
        x = self.inner1(x)  # block_in_block.dl:2
        return self.inner2(x)

class Net(nnx.Module):  # block_in_block.dl:3
    def __init__(self, rngs):
        self.outer1 = Outer(rngs)  # block_in_block.dl:3
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        x = self.outer1(x)  # block_in_block.dl:3
        return self.dense1(x)  # [3]
