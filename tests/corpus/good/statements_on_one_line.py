class Net(nnx.Module):  # statements_on_one_line.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # statements_on_one_line.dl:1
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]  statements_on_one_line.dl:1
        h = jax.nn.relu(x)
        return self.dense2(h)  # [3]
