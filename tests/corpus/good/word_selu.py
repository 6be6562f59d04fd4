class Net(nnx.Module):  # word_selu.dl:1
    def __call__(self, x):
        return jax.nn.selu(x)  # word_selu.dl:1
