class Pair(nnx.Module):  # dimension_arithmetic.dl:1
    def __call__(self, x):
        return jnp.concatenate([x, x], axis=-1)  # [8]  dimension_arithmetic.dl:1

class Net(nnx.Module):  # dimension_arithmetic.dl:2
    def __init__(self):
        self.pair1 = Pair()  # dimension_arithmetic.dl:2

    def __call__(self, x):
        return self.pair1(x)  # [8]  dimension_arithmetic.dl:2
