class Net(nnx.Module):  # word_hard_silu.dl:1
    def __call__(self, x):
        return jax.nn.hard_silu(x)  # word_hard_silu.dl:1
