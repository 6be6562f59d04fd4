class Net(nnx.Module):  # operator_pipe_in_brackets.dl:1
    def __call__(self, x, y):
        y = jax.nn.relu(y)  # operator_pipe_in_brackets.dl:1
        return x + y
