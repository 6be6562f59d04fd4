class Net(nnx.Module):  # word_stack.dl:1
    def __call__(self, a, b):
        return jnp.stack([a, b], axis=1)  # [2, 4]  word_stack.dl:1
