class Net(nnx.Module):
    def __init__(self, rngs):
        self.fc = nnx.Linear(16, 16, rngs=rngs)

    def __call__(self, x):
        x = self.fc(x)
        x = jax.nn.relu(x)
        return self.fc(x)
