"""LeNet-5 (LeCun et al., 1998) reads handwritten digits.

Compiled from lenet.dl by dlc 0.1.0.  `python lenet.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def mnist(columns, fit):  # lenet.dl:3
    """The fields of `mnist`; what is fitted is fitted on the training split only."""
    image = columns["pixels"] / np.float32(255)  # [28, 28, 1]  lenet.dl:4
    digit = columns["labels"]  # class[10]  lenet.dl:5
    return {"image": image, "digit": digit}


def avg_pool(x):
    """Means over windows of 2 x 2."""
    batch, height, width, channels = x.shape
    return x.reshape(batch, height // 2, 2, width // 2, 2, channels).mean((2, 4))


class LeNet5(nnx.Module):  # lenet.dl:9
    """image: [28, 28, 1] -> [10]; 61,706 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 6, kernel_size=(5, 5), rngs=rngs)  # lenet.dl:11
        self.conv2 = nnx.Conv(6, 16, kernel_size=(5, 5), padding="VALID", rngs=rngs)  # lenet.dl:12
        self.dense1 = nnx.Linear(400, 120, rngs=rngs)  # lenet.dl:14
        self.dense2 = nnx.Linear(120, 84, rngs=rngs)  # lenet.dl:15
        self.dense3 = nnx.Linear(84, 10, rngs=rngs)  # lenet.dl:16

    def __call__(self, image):
        x = self.conv1(image)  # [28, 28, 6]  lenet.dl:11
        x = jnp.tanh(x)
        x = avg_pool(x)  # [14, 14, 6]
        x = self.conv2(x)  # [10, 10, 16]  lenet.dl:12
        x = jnp.tanh(x)
        x = avg_pool(x)  # [5, 5, 16]
        x = x.reshape(len(x), -1)  # [400]  lenet.dl:13
        x = jnp.tanh(self.dense1(x))  # [120]  lenet.dl:14
        x = jnp.tanh(self.dense2(x))  # [84]  lenet.dl:15
        x = self.dense3(x)  # [10]  lenet.dl:16
        return x


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.LeNet5 = LeNet5(rngs)


def lecun_normal(generator, shape, fan_in):
    """A normal distribution of variance 1 / fan-in, cut off at two standard deviations (LeCun et al., 1998)."""
    draws = generator.standard_normal(shape, np.float32)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return draws / np.float32(0.87962566103423978 * math.sqrt(fan_in))  # the cut leaves 0.88 of the deviation


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host from the distributions of the layers' own initialisers, which would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match path[-2].key:
            case "kernel":
                return lecun_normal(generator, leaf.shape, math.prod(leaf.shape[:-1]))
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    draw_all = jax.tree_util.tree_map_with_path
    return graph, draw_all(draw, weights), draw_all(draw, statistics)


def train_loss(models, batch):  # lenet.dl:21
    """cross_entropy(LeNet5(image), digit), averaged over the batch."""
    x = models.LeNet5(batch["image"])  # [10]  lenet.dl:21
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))


def train_optimizer(steps):  # lenet.dl:22
    """sgd(cosine(0.1, warmup = 5%), momentum = 0.9) over `steps` steps."""
    schedule = optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup_steps=round(0.05 * steps), decay_steps=steps)
    return optax.sgd(schedule, momentum=0.9)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` are the fields on the device, `rows` [k, batch] the examples of k batches in a row, `losses` [k, 1].
    The old state's memory is reused.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics, optimizer_states = state["weights"], state["statistics"], list(state["optimizers"])

        def objective(weights):
            models = nnx.merge(graph, weights, statistics, copy=True)
            loss = train_loss(models, batch)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(weights)
        update, optimizer_states[0] = optimizers[0].update(gradient, optimizer_states[0], weights)
        weights = optax.apply_updates(weights, update)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": tuple(optimizer_states),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # lenet.dl:25
    """The values that each measure and picture is about, in the order of EXPERIMENT["evaluations"]."""
    x = models.LeNet5(batch["image"])  # [10]  lenet.dl:26
    return [(x, batch["digit"])]


EXPERIMENT = {
    "name": "lenet",
    "title": "LeNet-5 (LeCun et al., 1998) reads handwritten digits.",
    "spec": "lenet.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"LeNet5": {"weights": 61706}},
    "data": [
        {
            "name": "mnist",
            "source": "idx",
            "arguments": {"path": "mnist"},
            "columns": mnist,
            "fields": {
                "image": {"shape": (28, 28, 1), "kind": "real", "classes": None, "class_names": ()},
                "digit": {"shape": (), "kind": "class", "classes": 10, "class_names": ()},
            },
            "splits": [{"parts": {"validation": 0.1}, "seed": 0}],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "mnist",
            "on": "train",
            "epochs": 10,
            "batch": 128,
            "seed": 0,
            "fused": 1,
            "losses": [train_loss],
            "titles": ["cross_entropy(LeNet5(image), digit)"],
            "optimizers": [train_optimizer],
            "trains": [("LeNet5",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "mnist",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(LeNet5(image), digit)",
                    "line": 26,
                    "inputs": [
                        {
                            "title": "LeNet5(image)",
                            "shape": (10,),
                            "kind": "real",
                            "meaning": "logits",
                            "classes": None,
                            "class_names": (),
                        },
                        {
                            "title": "digit",
                            "shape": (),
                            "kind": "class",
                            "meaning": "value",
                            "classes": 10,
                            "class_names": (),
                        },
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
