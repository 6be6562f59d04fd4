class Deep(nnx.Module):  # block_that_ends_itself.dl:2
    def __call__(self, x):
        return x  # block_that_ends_itself.dl:2

class Deep2(nnx.Module):  # block_that_ends_itself.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # block_that_ends_itself.dl:2
        self.deep1 = Deep()

    def __call__(self, x):
        x = self.dense1(x)  # block_that_ends_itself.dl:2
        x = jax.nn.relu(x)
        return self.deep1(x)

class Deep3(nnx.Module):  # block_that_ends_itself.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # block_that_ends_itself.dl:2
        self.deep1 = Deep2(rngs)

    def __call__(self, x):
        x = self.dense1(x)  # block_that_ends_itself.dl:2
        x = jax.nn.relu(x)
        return self.deep1(x)

class Deep4(nnx.Module):  # block_that_ends_itself.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # block_that_ends_itself.dl:2
        self.deep1 = Deep3(rngs)

    def __call__(self, x):
        x = self.dense1(x)  # block_that_ends_itself.dl:2
        x = jax.nn.relu(x)
        return self.deep1(x)

class Net(nnx.Module):  # block_that_ends_itself.dl:3
    def __init__(self, rngs):
        self.deep1 = Deep4(rngs)  # block_that_ends_itself.dl:3

    def __call__(self, x):
        return self.deep1(x)  # block_that_ends_itself.dl:3
