class Net(nnx.Module):  # random_uniform_int.dl:1
    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, least):
        batch_size = len(least)
        # int[2]  random_uniform_int.dl:1
        return jax.random.randint(self.rngs(), (batch_size, 2), 0, 6) + least[:, None]
