class Scale(nnx.Module):  # block_with_weight.dl:1
    def __init__(self):
        self.w = nnx.Param(jnp.ones((4,)))  # block_with_weight.dl:2

    def __call__(self, x):
        return x * self.w  # block_with_weight.dl:3

class Scale2(nnx.Module):  # block_with_weight.dl:1
    def __init__(self):
        self.w = nnx.Param(jnp.full((3,), 0.5))  # block_with_weight.dl:2

    def __call__(self, x):
        return x * self.w  # block_with_weight.dl:3

class Net(nnx.Module):  # block_with_weight.dl:5
    def __init__(self, rngs):
        self.scale1 = Scale()  # block_with_weight.dl:5
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)
        self.scale2 = Scale2()

    def __call__(self, x):
        x = self.scale1(x)  # block_with_weight.dl:5
        x = self.dense1(x)  # [3]
        x = jax.nn.relu(x)
        return self.scale2(x)
