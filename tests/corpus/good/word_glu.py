class Net(nnx.Module):  # word_glu.dl:1
    def __call__(self, x):
        return jax.nn.glu(x)  # [4]  word_glu.dl:1
