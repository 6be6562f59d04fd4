class Net(nnx.Module):  # word_bool.dl:1
    def __call__(self, x):
        return jnp.asarray(x, jnp.bool_)  # bool[4]  word_bool.dl:1
