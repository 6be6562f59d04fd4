class Net(nnx.Module):
    def __call__(self, x):
        return jnp.argmax(jnp.mean(x, axis=1), axis=-1)  # class[3]
