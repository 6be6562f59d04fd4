class Net(nnx.Module):
    def __call__(self, x):
        return jnp.tanh(x)
