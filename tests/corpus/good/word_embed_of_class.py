class Net(nnx.Module):  # word_embed_of_class.dl:1
    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # word_embed_of_class.dl:1

    def __call__(self, kind):
        return self.embed1(kind)  # [8]  word_embed_of_class.dl:1
