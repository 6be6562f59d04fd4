def iris(columns, fit):  # names.dl:2
    lambda_ = fit.standardize("iris.lambda", columns["features"])  # [4]  names.dl:3
    class_ = columns["target"]  # class[3]  names.dl:2
    len_ = np.sum(columns["features"], axis=-1) / 2  # []  names.dl:5
    return {"lambda": lambda_, "class": class_, "len": len_}

class Models_(nnx.Module):  # names.dl:7
    def __init__(self, rngs):
        self.global_ = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (4, 3)))  # names.dl:8
        self.scale = nnx.Param(jnp.full((3,), 0.5))  # names.dl:9
        self.kernel = nnx.Param(jnp.zeros((3,)))  # names.dl:10

    def __call__(self, lambda_, len_):
        jnp_ = lambda_ @ self.global_  # [3]  names.dl:11
        x = jnp_ * self.scale + len_[:, None]  # names.dl:12
        import_ = x + self.kernel  # names.dl:13
        y = import_ + jnp.mean(lambda_, axis=-1)[:, None]  # names.dl:14
        return {"def": y, "None": jnp.sum(import_**2, axis=-1) - len_}  # (def: [3], None: [])

class Other(nnx.Module):  # names.dl:16
    def __init__(self):
        self.w = nnx.Param(jnp.ones(()))  # names.dl:17

    def __call__(self, x):
        y = x * self.w  # names.dl:18
        z = y + self.w  # names.dl:19
        x = jnp.mean(z - jnp.mean(z, axis=-1)[:, None], axis=-1)  # []  names.dl:20
        x4 = jnp.sum(z * y, axis=-1) + jnp.max(y, axis=-1) * jnp.min(z, axis=-1)
        return x4 - x / (1 + jnp.exp(-jnp.sum(z, axis=-1)))

def train_loss_models(models, batch):  # names.dl:23
    out = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])  names.dl:22
    x = optax.softmax_cross_entropy_with_integer_labels(out["def"], batch["class"])  # []  names.dl:23
    y = 0.1 * jnp.sum(jnp.square(models.Models.global_[...]))
    return jnp.mean(x + 0.01 * jnp.square(out["None"]) + y)

def train_optimizer_models(models, steps):  # names.dl:23
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Models",)))

def train_loss_other(models, batch):  # names.dl:24
    x = models.Other(batch["lambda"])  # []
    return jnp.square(x - 1.5).mean()

def train_optimizer_other(models, steps):  # names.dl:24
    return nnx.Optimizer(models, optax.sgd(0.01), wrt=within(("Other",)))

def evaluate(models, batch):  # names.dl:26
    x = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])
    return [(x["def"], batch["class"])]
