class Net(nnx.Module):  # let_layer_called_like_a_function.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # let_layer_called_like_a_function.dl:1
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]  let_layer_called_like_a_function.dl:1
        return self.dense2(jax.nn.relu(x))  # [3]
