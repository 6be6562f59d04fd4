class Net(nnx.Module):  # flax_max_pool_steps.dl:2
    def __call__(self, x):
        x = max_pool(x, (2, 2))  # [4, 4, 3]  flax_max_pool_steps.dl:2
        return jnp.reshape(x, (-1, 48))  # [48]
