class Net(nnx.Module):
    def __call__(self, a, b, c, d):
        x = jnp.asarray(b, jnp.float32)
        return jnp.concatenate([a, x, jnp.asarray(c, jnp.float32), jax.nn.one_hot(d, 3)], axis=-1)  # [9]
