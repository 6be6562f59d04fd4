class Net(nnx.Module):
    def __call__(self, x):
        return jax.nn.leaky_relu(x, negative_slope=0.2)
