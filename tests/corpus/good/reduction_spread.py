class Net(nnx.Module):  # reduction_spread.dl:1
    def __call__(self, x):
        return jnp.var(x, axis=2) + jnp.std(x, axis=-1)  # [8]  reduction_spread.dl:1
