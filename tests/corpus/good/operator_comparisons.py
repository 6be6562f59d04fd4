class Net(nnx.Module):  # operator_comparisons.dl:1
    def __call__(self, x, y):
        # bool[4]  operator_comparisons.dl:1
        z = jnp.logical_or(jnp.logical_or(jnp.logical_or(x < y, x <= 0), x > 1), x >= 2)
        return jnp.logical_or(z, x == y)
