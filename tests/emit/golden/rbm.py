def mnist(columns, fit):  # rbm.dl:3
    v = np.reshape(columns["images"] > 7, (-1, 64))  # [64]
    return {"v": v}

class RBM(nnx.Module):  # rbm.dl:5
    def __init__(self):
        self.w = nnx.Param(jnp.zeros((64, 16)))  # rbm.dl:6
        self.b = nnx.Param(jnp.zeros((64,)))  # rbm.dl:7
        self.c = nnx.Param(jnp.zeros((16,)))  # rbm.dl:8

    def hidden(self, v):  # rbm.dl:9
        return jax.nn.sigmoid(v @ self.w + self.c)  # [16]  rbm.dl:9

    def visible(self, h):  # rbm.dl:10
        return jax.nn.sigmoid(h @ jnp.transpose(self.w[...]) + self.b)  # [64]  rbm.dl:10

    def free_energy(self, v):  # rbm.dl:11
        return -jnp.sum(v * self.b, axis=-1) - jnp.sum(jax.nn.softplus(v @ self.w + self.c), axis=-1)  # []  rbm.dl:11

    def gibbs(self, v, rngs=None):  # rbm.dl:12
        x = self.hidden(v)  # [16]  rbm.dl:12
        x = self.visible(jnp.asarray(jax.random.bernoulli(rngs(), x), jnp.float32))  # [64]
        return jnp.asarray(jax.random.bernoulli(rngs(), x), jnp.float32)

def train_loss(models, batch, rngs=None, training=False):  # rbm.dl:17
    x = models.RBM.free_energy(batch["v"])  # []
    y = models.RBM.gibbs(batch["v"], rngs=rngs)  # [64]  rbm.dl:16
    fantasy = jax.lax.stop_gradient(y)
    y = models.RBM.free_energy(fantasy)  # []  rbm.dl:17
    return jnp.mean(x - y)

def train_optimizer(steps):  # rbm.dl:17
    return optax.sgd(0.05)

def evaluate(models, batch):  # rbm.dl:20
    x = models.RBM.hidden(batch["v"])  # [16]  rbm.dl:21
    x = models.RBM.visible(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),), (batch["v"], x)]
