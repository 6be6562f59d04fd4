class Net(nnx.Module):  # word_transpose_order.dl:1
    def __call__(self, x):
        return jnp.transpose(x, (0, 2, 3, 1))  # [8, 8, 3]  word_transpose_order.dl:1
