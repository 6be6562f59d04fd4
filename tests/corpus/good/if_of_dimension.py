class Fitted(nnx.Module):  # if_of_dimension.dl:1
    def __call__(self, x):
        return x  # if_of_dimension.dl:1

class Fitted2(nnx.Module):  # if_of_dimension.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # if_of_dimension.dl:1

    def __call__(self, x):
        return self.dense1(x)  # [8]  if_of_dimension.dl:1

class Net(nnx.Module):  # if_of_dimension.dl:2
    def __init__(self, rngs):
        self.fitted1 = Fitted()  # if_of_dimension.dl:2
        self.fitted2 = Fitted2(rngs)

    def __call__(self, x):
        x = self.fitted1(x)  # if_of_dimension.dl:2
        x = jax.nn.relu(x)
        return self.fitted2(x)  # [8]
