class Net(nnx.Module):  # repeat_once.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # repeat_once.dl:1

    def __call__(self, x):
        x = self.dense1(x)  # repeat_once.dl:1
        return jax.nn.relu(x)
