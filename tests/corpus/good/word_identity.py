class Net(nnx.Module):  # word_identity.dl:1
    def __call__(self, x):
        return x  # word_identity.dl:1
