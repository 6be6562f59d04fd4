class Net(nnx.Module):  # word_log_sigmoid.dl:1
    def __call__(self, x):
        return jax.nn.log_sigmoid(x)  # word_log_sigmoid.dl:1
