class Head(nnx.Module):  # block_called_like_a_function.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # block_called_like_a_function.dl:1

    def __call__(self, x):
        return self.dense1(x)  # [3]  block_called_like_a_function.dl:1

class Net(nnx.Module):  # block_called_like_a_function.dl:2
    def __init__(self, rngs):
        self.head1 = Head(rngs)  # block_called_like_a_function.dl:2

    def __call__(self, x):
        return self.head1(x)  # [3]  block_called_like_a_function.dl:2
