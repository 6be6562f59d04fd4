class Net(nnx.Module):  # word_tanh.dl:1
    def __call__(self, x):
        return jnp.tanh(x)  # word_tanh.dl:1
