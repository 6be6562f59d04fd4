class Pair(nnx.Module):
    def __call__(self, x):
        return jnp.concatenate([x, x], axis=-1)  # [8]

class Net(nnx.Module):
    def __init__(self):
        self.pair1 = Pair()

    def __call__(self, x):
        return self.pair1(x)  # [8]
