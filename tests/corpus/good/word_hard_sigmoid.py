class Net(nnx.Module):  # word_hard_sigmoid.dl:1
    def __call__(self, x):
        return jax.nn.hard_sigmoid(x)  # word_hard_sigmoid.dl:1
