class Net(nnx.Module):
    def __call__(self, x):
        return x - jax.lax.stop_gradient(x) + x
