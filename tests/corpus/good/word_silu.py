class Net(nnx.Module):  # word_silu.dl:1
    def __call__(self, x):
        return jax.nn.silu(x)  # word_silu.dl:1
