class Net(nnx.Module):  # keras_layer_called.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # keras_layer_called.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [3]  keras_layer_called.dl:2
