class Line(nnx.Module):
    def __init__(self):
        self.slope = nnx.Param(jnp.zeros(()))
        self.offset = nnx.Param(jnp.full((), 1.5))

    def __call__(self, x):
        return self.slope * x + self.offset
