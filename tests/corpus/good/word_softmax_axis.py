class Net(nnx.Module):  # word_softmax_axis.dl:1
    def __call__(self, x):
        return jax.nn.softmax(x, axis=1)  # word_softmax_axis.dl:1
