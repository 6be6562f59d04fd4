class Net(nnx.Module):
    def __call__(self, x):
        return jax.nn.softplus(x)
