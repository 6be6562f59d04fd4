class Net(nnx.Module):  # word_expand_front.dl:1
    def __call__(self, x):
        return jnp.expand_dims(x, axis=1)  # [1, 28, 28]  word_expand_front.dl:1
