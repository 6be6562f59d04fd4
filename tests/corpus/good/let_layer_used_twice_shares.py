class Net(nnx.Module):  # let_layer_used_twice_shares.dl:1
    def __init__(self, rngs):
        self.encode = nnx.Linear(4, 8, rngs=rngs)  # let_layer_used_twice_shares.dl:2

    def __call__(self, x):
        y = self.encode(x)  # [8]  let_layer_used_twice_shares.dl:3
        x = self.encode(-x)
        return y + x
