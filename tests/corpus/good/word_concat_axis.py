class Net(nnx.Module):  # word_concat_axis.dl:1
    def __call__(self, a, b):
        return jnp.concatenate([a, b], axis=1)  # [14, 4]  word_concat_axis.dl:1
