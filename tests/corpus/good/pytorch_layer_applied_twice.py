class Net(nnx.Module):  # pytorch_layer_applied_twice.dl:2
    def __init__(self, rngs):
        self.fc = nnx.Linear(16, 16, rngs=rngs)  # pytorch_layer_applied_twice.dl:3

    def __call__(self, x):
        x = self.fc(x)  # pytorch_layer_applied_twice.dl:4
        x = jax.nn.relu(x)
        return self.fc(x)
