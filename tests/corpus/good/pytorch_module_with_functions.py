def digits(columns, fit):  # pytorch_module_with_functions.dl:2
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Code(nnx.Module):  # pytorch_module_with_functions.dl:3
    def __init__(self, rngs):
        # pytorch_module_with_functions.dl:4
        self.w = nnx.Param(nnx.initializers.glorot_normal()(rngs.params(), (64, 8)))

    def encode(self, x):  # pytorch_module_with_functions.dl:5
        return jnp.tanh(x @ self.w)  # [8]  pytorch_module_with_functions.dl:5

    def decode(self, h):  # pytorch_module_with_functions.dl:6
        return h @ jnp.transpose(self.w[...])  # [64]  pytorch_module_with_functions.dl:6

def train_loss(model, batch):  # pytorch_module_with_functions.dl:8
    x = model.encode(batch["x"])  # [8]
    x = model.decode(x)  # [64]
    return jnp.mean(jnp.square(x - batch["x"]), axis=-1).mean()

def train_optimizer(model, steps):  # pytorch_module_with_functions.dl:8
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
