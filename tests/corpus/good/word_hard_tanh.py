class Net(nnx.Module):  # word_hard_tanh.dl:1
    def __call__(self, x):
        return jax.nn.hard_tanh(x)  # word_hard_tanh.dl:1
