def iris(columns, fit):
    x = fit.standardize("iris.x", columns["features"])  # [4]
    kind = columns["target"]  # class[3]
    return {"x": x, "kind": kind}

class Res(nnx.Module):
    def __init__(self, rate, rngs):
        self.layer_norm1 = nnx.LayerNorm(16, dtype=jnp.bfloat16, rngs=rngs)
        self.dense1 = nnx.Linear(16, 32, dtype=jnp.bfloat16, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(32, dtype=jnp.bfloat16, rngs=rngs)
        self.dense2 = nnx.Linear(32, 16, dtype=jnp.bfloat16, rngs=rngs)
        self.dropout1 = nnx.Dropout(rate, rngs=rngs)

    def __call__(self, x):
        y = self.layer_norm1(x)
        y = self.dense1(y)  # [32]
        y = jax.nn.gelu(y)
        y = self.batch_norm1(y)
        y = self.dense2(y)  # [16]
        y = self.dropout1(y)
        return x + y

class Layers(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, dtype=jnp.bfloat16, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jnp.tanh(x)

class Deep(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, dtype=jnp.bfloat16, rngs=rngs)
        self.res1 = stacked(12, Res, 0.1, rngs=rngs)
        self.layers1 = nnx.List([Layers(rngs) for _ in range(2)])
        self.res2 = nnx.List([Res(0.2, rngs) for _ in range(3)])
        self.dense2 = nnx.Linear(16, 3, dtype=jnp.bfloat16, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        x = repeat(self.res1, x)
        for layer in self.layers1:
            x = layer(x)
        for layer in self.res2:
            x = layer(x)
        return self.dense2(x)  # [3]

def train_loss(model, batch):
    x = model(batch["x"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(jnp.float32(x), batch["kind"]), dtype=jnp.float32)

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):
    x = model(batch["x"])  # [3]
    return [(x, batch["kind"])]
