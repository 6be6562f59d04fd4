class Net(nnx.Module):
    def __call__(self, q, k):
        return q @ jnp.transpose(k, (0, 2, 1)) / jnp.sqrt(8)  # [20, 20]
