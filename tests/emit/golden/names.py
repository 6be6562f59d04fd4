def iris(columns, fit):
    lambda_ = fit.standardize("iris.lambda", columns["features"])  # [4]
    class_ = columns["target"]  # class[3]
    len_ = np.sum(columns["features"], axis=-1) / 2  # []
    return {"lambda": lambda_, "class": class_, "len": len_}

class Models_(nnx.Module):
    def __init__(self, rngs):
        self.global_ = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (4, 3)))
        self.scale = nnx.Param(jnp.full((3,), 0.5))
        self.kernel = nnx.Param(jnp.zeros((3,)))

    def __call__(self, lambda_, len_):
        jnp_ = lambda_ @ self.global_  # [3]
        x = jnp_ * self.scale + len_[:, None]
        import_ = x + self.kernel
        y = import_ + jnp.mean(lambda_, axis=-1)[:, None]
        return {"def": y, "None": jnp.sum(import_**2, axis=-1) - len_}  # (def: [3], None: [])

class Other(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(jnp.ones(()))

    def __call__(self, x):
        y = x * self.w
        z = y + self.w
        x = jnp.mean(z - jnp.mean(z, axis=-1)[:, None], axis=-1)  # []
        x4 = jnp.sum(z * y, axis=-1) + jnp.max(y, axis=-1) * jnp.min(z, axis=-1)
        return x4 - x / (1 + jnp.exp(-jnp.sum(z, axis=-1)))

def train_loss_models(models, batch):
    out = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])
    x = optax.softmax_cross_entropy_with_integer_labels(out["def"], batch["class"])  # []
    y = 0.1 * jnp.sum(jnp.square(models.Models.global_[...]))
    return jnp.mean(x + 0.01 * jnp.square(out["None"]) + y)

def train_optimizer_models(models, steps):
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Models",)))

def train_loss_other(models, batch):
    x = models.Other(batch["lambda"])  # []
    return jnp.square(x - 1.5).mean()

def train_optimizer_other(models, steps):
    return nnx.Optimizer(models, optax.sgd(0.01), wrt=within(("Other",)))

def evaluate(models, batch):
    x = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])
    return [(x["def"], batch["class"])]
