class Net(nnx.Module):  # word_int.dl:1
    def __call__(self, x):
        return jnp.asarray(x, jnp.int32)  # int[4]  word_int.dl:1
