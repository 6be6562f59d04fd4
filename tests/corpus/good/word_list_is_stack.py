class Net(nnx.Module):  # word_list_is_stack.dl:2
    def __call__(self, a, b, c):
        return jnp.stack([a, b, c], axis=-1)  # [3]  word_list_is_stack.dl:2
