class Net(nnx.Module):
    def __call__(self, x):
        return jnp.transpose(x, (0, 2, 3, 1))  # [8, 8, 3]
