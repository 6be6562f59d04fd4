class Net(nnx.Module):  # word_real_of_decision.dl:1
    def __call__(self, x):
        return jnp.mean(jnp.asarray(x > 0, jnp.float32), axis=-1)  # []  word_real_of_decision.dl:1
