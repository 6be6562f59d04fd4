class Net(nnx.Module):  # word_softmax.dl:1
    def __call__(self, x):
        return jax.nn.softmax(x)  # word_softmax.dl:1
