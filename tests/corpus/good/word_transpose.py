class Net(nnx.Module):
    def __call__(self, x):
        return jnp.transpose(x, (0, 3, 2, 1))  # [4, 3, 2]
