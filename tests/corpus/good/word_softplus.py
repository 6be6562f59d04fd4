class Net(nnx.Module):  # word_softplus.dl:1
    def __call__(self, x):
        return jax.nn.softplus(x)  # word_softplus.dl:1
