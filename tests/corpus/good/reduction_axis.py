class Net(nnx.Module):  # reduction_axis.dl:1
    def __call__(self, x):
        return jnp.mean(x, axis=1)  # [3]  reduction_axis.dl:1
