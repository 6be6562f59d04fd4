class Net(nnx.Module):  # if_of_hyper.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # if_of_hyper.dl:2
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]  if_of_hyper.dl:2
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]
