class Net(nnx.Module):  # word_sigmoid.dl:1
    def __call__(self, x):
        return jax.nn.sigmoid(x)  # word_sigmoid.dl:1
