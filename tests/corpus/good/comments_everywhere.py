class Net(nnx.Module):  # comments_everywhere.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # comments_everywhere.dl:4
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)  # comments_everywhere.dl:7

    def __call__(self, x):
        x = self.dense1(x)  # [8]  comments_everywhere.dl:4
        x = jax.nn.relu(x)  # comments_everywhere.dl:6
        return self.dense2(x)  # [3]  comments_everywhere.dl:7
