class Net(nnx.Module):  # word_mish.dl:1
    def __call__(self, x):
        return jax.nn.mish(x)  # word_mish.dl:1
