class Net(nnx.Module):  # word_softsign.dl:1
    def __call__(self, x):
        return jax.nn.soft_sign(x)  # word_softsign.dl:1
