class Scaled(nnx.Module):  # rest_of_dimensions.dl:2
    def __call__(self, x):
        return x / jnp.sqrt(4)  # rest_of_dimensions.dl:2

class Net(nnx.Module):  # rest_of_dimensions.dl:3
    def __init__(self):
        self.scaled1 = Scaled()  # rest_of_dimensions.dl:3
        self.scaled2 = Scaled()

    def __call__(self, x, y):
        x = self.scaled1(x)  # rest_of_dimensions.dl:3
        y = self.scaled2(y)  # [4]
        return x + y[:, None, None]  # [8, 8, 4]
