def digits(columns, fit):  # functions_of_one_model.dl:1
    v = columns["features"] / 16  # [64]
    return {"v": v}

class Tied(nnx.Module):  # functions_of_one_model.dl:2
    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (64, 16)))  # functions_of_one_model.dl:3
        self.b = nnx.Param(jnp.zeros((16,)))  # functions_of_one_model.dl:4
        self.c = nnx.Param(jnp.zeros((64,)))  # functions_of_one_model.dl:5

    def encode(self, v):  # functions_of_one_model.dl:6
        return jax.nn.sigmoid(v @ self.w + self.b)  # [16]  functions_of_one_model.dl:6

    def decode(self, h):  # functions_of_one_model.dl:7
        return h @ jnp.transpose(self.w[...]) + self.c  # [64]  functions_of_one_model.dl:7

    def again(self, v):  # functions_of_one_model.dl:8
        x = self.encode(v)  # [16]  functions_of_one_model.dl:8
        return self.decode(x)  # [64]

def train_loss(model, batch):  # functions_of_one_model.dl:10
    x = model.again(batch["v"])  # [64]
    return jnp.mean(jnp.square(x - batch["v"]), axis=-1).mean()

def train_optimizer(model, steps):  # functions_of_one_model.dl:10
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)

def evaluate(model, batch):  # functions_of_one_model.dl:11
    x = model.encode(batch["v"])  # [16]
    x = model.decode(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),)]
