class Net(nnx.Module):  # random_uniform_like.dl:1
    def __call__(self, x, rngs=None):
        return x + jax.random.uniform(rngs(), jnp.shape(x))  # random_uniform_like.dl:1
