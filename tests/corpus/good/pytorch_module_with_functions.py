def digits(columns, fit):
    x = columns["features"] / 16  # [64]
    return {"x": x}

class Code(nnx.Module):
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.glorot_normal()(rngs.params(), (64, 8)))

    def encode(self, x):
        return jnp.tanh(x @ self.w)  # [8]

    def decode(self, h):
        return h @ jnp.transpose(self.w[...])  # [64]

def train_loss(model, batch):
    x = model.encode(batch["x"])  # [8]
    x = model.decode(x)  # [64]
    return jnp.mean(jnp.square(x - batch["x"]), axis=-1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
