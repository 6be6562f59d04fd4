def digits(columns, fit):
    v = columns["features"] / 16  # [64]
    return {"v": v}

class Tied(nnx.Module):
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (64, 16)))
        self.b = nnx.Param(jnp.zeros((16,)))
        self.c = nnx.Param(jnp.zeros((64,)))

    def encode(self, v):
        return jax.nn.sigmoid(v @ self.w + self.b)  # [16]

    def decode(self, h):
        return h @ jnp.transpose(self.w[...]) + self.c  # [64]

    def again(self, v):
        x = self.encode(v)  # [16]
        return self.decode(x)  # [64]

def train_loss(model, batch):
    x = model.again(batch["v"])  # [64]
    return jnp.mean(jnp.square(x - batch["v"]), axis=-1).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model.encode(batch["v"])  # [16]
    x = model.decode(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),)]
