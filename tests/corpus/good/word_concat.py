class Net(nnx.Module):  # word_concat.dl:1
    def __call__(self, a, b):
        return jnp.concatenate([a, b], axis=-1)  # [7]  word_concat.dl:1
