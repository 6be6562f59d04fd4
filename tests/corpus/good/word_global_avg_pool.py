class Net(nnx.Module):  # word_global_avg_pool.dl:1
    def __call__(self, x):
        return jnp.mean(x, axis=(1, 2))  # [3]  word_global_avg_pool.dl:1
