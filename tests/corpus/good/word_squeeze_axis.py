class Net(nnx.Module):  # word_squeeze_axis.dl:1
    def __call__(self, x):
        return jnp.squeeze(x, axis=1)  # [8, 1]  word_squeeze_axis.dl:1
