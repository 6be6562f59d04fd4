class Net(nnx.Module):
    def __init__(self, rngs):
        self.group_norm1 = nnx.GroupNorm(3, num_groups=3, epsilon=3, rngs=rngs)

    def __call__(self, x):
        return self.group_norm1(x)
