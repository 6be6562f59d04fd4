class Net(nnx.Module):  # keras_no_flatten_of_vector.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)  # keras_no_flatten_of_vector.dl:2

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 16))  # keras_no_flatten_of_vector.dl:2
        return self.dense1(x)  # [10]
