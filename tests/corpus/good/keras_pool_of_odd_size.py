class Net(nnx.Module):
    def __call__(self, x):
        x = nnx.max_pool(x, (2, 2), strides=(2, 2))  # [3, 3, 8]
        return jnp.reshape(x, (-1, 72))  # [72]
