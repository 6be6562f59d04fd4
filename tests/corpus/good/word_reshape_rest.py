class Net(nnx.Module):  # word_reshape_rest.dl:1
    def __call__(self, x):
        return jnp.reshape(x, (-1, 16, 4))  # [16, 4]  word_reshape_rest.dl:1
