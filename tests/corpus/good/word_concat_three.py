class Net(nnx.Module):  # word_concat_three.dl:1
    def __call__(self, a, b, c):
        return jnp.concatenate([a, b, c], axis=-1)  # [9]  word_concat_three.dl:1
