class Net(nnx.Module):  # function_clip_one_side.dl:1
    def __call__(self, x):
        return jnp.maximum(x, 0)  # function_clip_one_side.dl:1
