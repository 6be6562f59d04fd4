class Net(nnx.Module):  # word_max_pool.dl:1
    def __call__(self, x):
        return max_pool(x, (2, 2))  # [4, 4, 3]  word_max_pool.dl:1
