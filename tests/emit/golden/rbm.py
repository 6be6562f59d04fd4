def mnist(columns, fit):  # rbm.dl:3
    v = np.reshape(columns["images"] > 7, (-1, 64))  # [64]
    return {"v": v}

class RBM(nnx.Module):  # rbm.dl:5
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.normal(stddev=0.01)(rngs.params(), (64, 16)))  # rbm.dl:6
        self.b = nnx.Param(jnp.zeros((64,)))  # rbm.dl:7
        self.c = nnx.Param(jnp.zeros((16,)))  # rbm.dl:8
        self.rngs = rngs.fork()

    def hidden(self, v):  # rbm.dl:9
        return jax.nn.sigmoid(v @ self.w + self.c)  # [16]  rbm.dl:9

    def visible(self, h):  # rbm.dl:10
        return jax.nn.sigmoid(h @ jnp.transpose(self.w[...]) + self.b)  # [64]  rbm.dl:10

    def free_energy(self, v):  # rbm.dl:11
        return -jnp.sum(v * self.b, axis=-1) - jnp.sum(jax.nn.softplus(v @ self.w + self.c), axis=-1)  # []  rbm.dl:11

    def gibbs(self, v):  # rbm.dl:12
        x = self.hidden(v)  # [16]  rbm.dl:12
        x = self.visible(jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32))  # [64]
        return jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32)

def train_loss(model, batch):  # rbm.dl:17
    x = model.free_energy(batch["v"])  # []
    y = model.gibbs(batch["v"])  # [64]  rbm.dl:16
    fantasy = jax.lax.stop_gradient(y)
    y = model.free_energy(fantasy)  # []  rbm.dl:17
    return jnp.mean(x - y)

def train_optimizer(model, steps):  # rbm.dl:17
    return nnx.Optimizer(model, optax.sgd(0.05), wrt=nnx.Param)

def evaluate(model, batch):  # rbm.dl:20
    x = model.hidden(batch["v"])  # [16]  rbm.dl:21
    x = model.visible(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),), (batch["v"], x)]
