class Net(nnx.Module):  # word_gelu.dl:1
    def __call__(self, x):
        return jax.nn.gelu(x, approximate=False)  # word_gelu.dl:1
