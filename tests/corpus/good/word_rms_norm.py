class Net(nnx.Module):
    def __init__(self, rngs):
        self.rms_norm1 = nnx.RMSNorm(3, epsilon=1e-05, rngs=rngs)
        self.dense1 = nnx.Linear(3, 8, rngs=rngs)

    def __call__(self, x):
        x = self.rms_norm1(x)
        return self.dense1(x)  # [20, 8]
