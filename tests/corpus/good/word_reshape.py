class Net(nnx.Module):  # word_reshape.dl:1
    def __call__(self, x):
        return jnp.reshape(x, (-1, 8, 8, 1))  # [8, 8, 1]  word_reshape.dl:1
