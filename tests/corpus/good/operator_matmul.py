class Net(nnx.Module):  # operator_matmul.dl:1
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((4, 3)))  # operator_matmul.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  operator_matmul.dl:3
