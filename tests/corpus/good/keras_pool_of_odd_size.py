class Net(nnx.Module):  # keras_pool_of_odd_size.dl:2
    def __call__(self, x):
        x = nnx.max_pool(x, (2, 2), strides=(2, 2))  # [3, 3, 8]  keras_pool_of_odd_size.dl:2
        return jnp.reshape(x, (-1, 72))  # [72]
