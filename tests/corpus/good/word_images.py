def d(columns, fit):
    x = columns["pixels"] / 255  # [...]
    image = np.asarray(jax.image.resize(x, (np.shape(x)[0],), "linear"))  # [14, 14, 1]
    digit = columns["labels"]  # class[10]
    return {"image": image, "digit": digit}

class Net(nnx.Module):
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)

    def __call__(self, image):
        x = jnp.concatenate([image, image, image], axis=-1)  # [14, 14, 3]
        x = x @ jnp.array([[0.299], [0.587], [0.114]], jnp.float32)  # [14, 14, 1]
        x = x[:, 1:13, 1:13]  # [12, 12, 1]
        x = x[:, 2:10, 2:10]  # [8, 8, 1]
        x = jnp.reshape(x, (-1, 64))  # [64]
        return self.dense1(x)  # [10]

def train_loss(model, batch):
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()

def train_optimizer(model, steps):
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
