class Net(nnx.Module):
    def __init__(self, rngs):
        self.layer_norm1 = nnx.LayerNorm(3, rngs=rngs)
        self.dense1 = nnx.Linear(3, 8, rngs=rngs)

    def __call__(self, x):
        x = self.layer_norm1(x)
        return self.dense1(x)  # [20, 8]
