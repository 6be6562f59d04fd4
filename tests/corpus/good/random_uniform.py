class Net(nnx.Module):  # random_uniform.dl:1
    def __call__(self, x, rngs=None):
        batch_size = len(x)
        return x * jax.random.uniform(rngs(), (batch_size, 4), minval=0.9, maxval=1.1)  # random_uniform.dl:1
