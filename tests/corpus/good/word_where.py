class Net(nnx.Module):  # word_where.dl:1
    def __call__(self, x):
        return jnp.where(x > 0, x, 0.1 * x)  # word_where.dl:1
