class Net(nnx.Module):  # random_bernoulli.dl:1
    def __call__(self, x, rngs=None):
        return x * jnp.asarray(jax.random.bernoulli(rngs(), jax.nn.sigmoid(x)), jnp.float32)  # random_bernoulli.dl:1
