class Net(nnx.Module):  # word_one_hot_of_number.dl:1
    def __call__(self, word):
        return jax.nn.one_hot(word, 20)  # [7, 20]  word_one_hot_of_number.dl:1
