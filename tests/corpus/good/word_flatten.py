class Net(nnx.Module):  # word_flatten.dl:1
    def __call__(self, x):
        return jnp.reshape(x, (-1, 192))  # [192]  word_flatten.dl:1
