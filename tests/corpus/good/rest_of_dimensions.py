class Scaled(nnx.Module):
    def __call__(self, x):
        return x / jnp.sqrt(4)

class Net(nnx.Module):
    def __init__(self):
        self.scaled1 = Scaled()
        self.scaled2 = Scaled()

    def __call__(self, x, y):
        x = self.scaled1(x)
        y = self.scaled2(y)  # [4]
        return x + y[:, None, None]  # [8, 8, 4]
