class Net(nnx.Module):  # operator_pipe_binds_loosest.dl:1
    def __call__(self, x, y):
        return jax.nn.relu(x + y)  # operator_pipe_binds_loosest.dl:1
