class Net(nnx.Module):  # word_leaky_relu.dl:1
    def __call__(self, x):
        return jax.nn.leaky_relu(x, negative_slope=0.2)  # word_leaky_relu.dl:1
