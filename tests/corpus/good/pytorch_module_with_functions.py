def digits(columns, fit):  # pytorch_module_with_functions.dl:2
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Code(nnx.Module):  # pytorch_module_with_functions.dl:3
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((64, 8)))  # pytorch_module_with_functions.dl:4

    def encode(self, x):  # pytorch_module_with_functions.dl:5
        return jnp.tanh(x @ self.w)  # [8]  pytorch_module_with_functions.dl:5

    def decode(self, h):  # pytorch_module_with_functions.dl:6
        return h @ jnp.transpose(self.w[...])  # [64]  pytorch_module_with_functions.dl:6

def train_loss(models, batch, rngs=None, training=False):  # pytorch_module_with_functions.dl:8
    x = models.Code.encode(batch["x"])  # [8]
    x = models.Code.decode(x)  # [64]
    return jnp.mean(jnp.mean(jnp.square(x - batch["x"]), axis=-1))

def train_optimizer(steps):  # pytorch_module_with_functions.dl:8
    return optax.sgd(0.1)
