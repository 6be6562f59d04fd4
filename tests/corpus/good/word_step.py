class Net(nnx.Module):  # word_step.dl:2
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]  word_step.dl:2
