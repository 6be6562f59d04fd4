class Net(nnx.Module):  # random_normal_like.dl:1
    def __call__(self, x, rngs=None):
        return x + 0.1 * jax.random.normal(rngs(), jnp.shape(x))  # random_normal_like.dl:1
