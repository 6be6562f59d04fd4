class Net(nnx.Module):  # initializer_he_normal.dl:1
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((4, 3)))  # initializer_he_normal.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_he_normal.dl:3
