class Net(nnx.Module):
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)

    def __call__(self, kind):
        return self.embed1(kind)  # [8]
