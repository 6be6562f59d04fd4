class Net(nnx.Module):  # word_instance_norm.dl:1
    def __init__(self, rngs):
        self.instance_norm1 = nnx.InstanceNorm(3, rngs=rngs)  # word_instance_norm.dl:1

    def __call__(self, x):
        return self.instance_norm1(x)  # word_instance_norm.dl:1
