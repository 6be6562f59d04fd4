class Net(nnx.Module):  # pytorch_group_norm_order.dl:2
    def __init__(self, rngs):
        self.group_norm1 = nnx.GroupNorm(3, num_groups=3, epsilon=3, rngs=rngs)  # pytorch_group_norm_order.dl:2

    def __call__(self, x):
        return self.group_norm1(x)  # pytorch_group_norm_order.dl:2
