class Net(nnx.Module):  # word_log_softmax.dl:1
    def __call__(self, x):
        return jax.nn.log_softmax(x)  # word_log_softmax.dl:1
