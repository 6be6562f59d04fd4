class Net(nnx.Module):
    def __call__(self, x, y):
        return jax.nn.relu(x + y)
