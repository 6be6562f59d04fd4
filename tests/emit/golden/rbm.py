def mnist(columns, fit):
    v = np.reshape(columns["images"] > 7, (-1, 64))  # [64]
    return {"v": v}

class RBM(nnx.Module):
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.normal(stddev=0.01)(rngs.params(), (64, 16)))
        self.b = nnx.Param(jnp.zeros((64,)))
        self.c = nnx.Param(jnp.zeros((16,)))
        self.rngs = rngs.fork()

    def hidden(self, v):
        return jax.nn.sigmoid(v @ self.w + self.c)  # [16]

    def visible(self, h):
        return jax.nn.sigmoid(h @ jnp.transpose(self.w[...]) + self.b)  # [64]

    def free_energy(self, v):
        return -jnp.sum(v * self.b, axis=-1) - jnp.sum(jax.nn.softplus(v @ self.w + self.c), axis=-1)  # []

    def gibbs(self, v):
        x = self.hidden(v)  # [16]
        x = self.visible(jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32))  # [64]
        return jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32)

def train_loss(model, batch):
    x = model.free_energy(batch["v"])  # []
    y = model.gibbs(batch["v"])  # [64]
    fantasy = jax.lax.stop_gradient(y)
    y = model.free_energy(fantasy)  # []
    return jnp.mean(x - y)

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.05), wrt=nnx.Param)

def evaluate(model, batch):
    x = model.hidden(batch["v"])  # [16]
    x = model.visible(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),), (batch["v"], x)]
