class Net(nnx.Module):  # word_expand.dl:1
    def __call__(self, x):
        return jnp.expand_dims(x, axis=-1)  # [1]  word_expand.dl:1
