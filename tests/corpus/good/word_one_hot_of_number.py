class Net(nnx.Module):
    def __call__(self, word):
        return jax.nn.one_hot(word, 20)  # [7, 20]
