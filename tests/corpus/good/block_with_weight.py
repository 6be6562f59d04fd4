class Scale(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.ones((4,)))

    def __call__(self, x):
        return x * self.w

class Scale2(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.full((3,), 0.5))

    def __call__(self, x):
        return x * self.w

class Net(nnx.Module):
    def __init__(self, rngs):
        self.scale1 = Scale()
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)
        self.scale2 = Scale2()

    def __call__(self, x):
        x = self.scale1(x)
        x = self.dense1(x)  # [3]
        x = jax.nn.relu(x)
        return self.scale2(x)
