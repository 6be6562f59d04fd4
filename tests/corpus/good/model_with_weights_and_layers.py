class Net(nnx.Module):  # model_with_weights_and_layers.dl:1
    def __init__(self, rngs):
        self.scale = nnx.Param(jnp.ones((4,)))  # model_with_weights_and_layers.dl:2
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # model_with_weights_and_layers.dl:3

    def __call__(self, x):
        return self.dense1(x * self.scale)  # [3]  model_with_weights_and_layers.dl:3
