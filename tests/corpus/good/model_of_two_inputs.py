class Net(nnx.Module):  # model_of_two_inputs.dl:1
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(7, 2, rngs=rngs)  # model_of_two_inputs.dl:1

    def __call__(self, a, b):
        return self.dense1(jnp.concatenate([a, b], axis=-1))  # [2]  model_of_two_inputs.dl:1
