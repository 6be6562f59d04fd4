"""Textbook notation: focal of a sigmoid is computed from the scores.

Compiled from focal_of_probability.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def tumours(columns, fit):  # focal_of_probability.dl:2
    """The fields of `tumours`."""
    features = columns["features"]  # [30]
    target = columns["target"]  # class[2]
    mean_radius = columns["mean_radius"]  # []
    mean_texture = columns["mean_texture"]
    mean_perimeter = columns["mean_perimeter"]
    mean_area = columns["mean_area"]
    mean_smoothness = columns["mean_smoothness"]
    mean_compactness = columns["mean_compactness"]
    mean_concavity = columns["mean_concavity"]
    mean_concave_points = columns["mean_concave_points"]
    mean_symmetry = columns["mean_symmetry"]
    mean_fractal_dimension = columns["mean_fractal_dimension"]
    radius_error = columns["radius_error"]
    texture_error = columns["texture_error"]
    perimeter_error = columns["perimeter_error"]
    area_error = columns["area_error"]
    smoothness_error = columns["smoothness_error"]
    compactness_error = columns["compactness_error"]
    concavity_error = columns["concavity_error"]
    concave_points_error = columns["concave_points_error"]
    symmetry_error = columns["symmetry_error"]
    fractal_dimension_error = columns["fractal_dimension_error"]
    worst_radius = columns["worst_radius"]
    worst_texture = columns["worst_texture"]
    worst_perimeter = columns["worst_perimeter"]
    worst_area = columns["worst_area"]
    worst_smoothness = columns["worst_smoothness"]
    worst_compactness = columns["worst_compactness"]
    worst_concavity = columns["worst_concavity"]
    worst_concave_points = columns["worst_concave_points"]
    worst_symmetry = columns["worst_symmetry"]
    worst_fractal_dimension = columns["worst_fractal_dimension"]
    return {
        "features": features,
        "target": target,
        "mean_radius": mean_radius,
        "mean_texture": mean_texture,
        "mean_perimeter": mean_perimeter,
        "mean_area": mean_area,
        "mean_smoothness": mean_smoothness,
        "mean_compactness": mean_compactness,
        "mean_concavity": mean_concavity,
        "mean_concave_points": mean_concave_points,
        "mean_symmetry": mean_symmetry,
        "mean_fractal_dimension": mean_fractal_dimension,
        "radius_error": radius_error,
        "texture_error": texture_error,
        "perimeter_error": perimeter_error,
        "area_error": area_error,
        "smoothness_error": smoothness_error,
        "compactness_error": compactness_error,
        "concavity_error": concavity_error,
        "concave_points_error": concave_points_error,
        "symmetry_error": symmetry_error,
        "fractal_dimension_error": fractal_dimension_error,
        "worst_radius": worst_radius,
        "worst_texture": worst_texture,
        "worst_perimeter": worst_perimeter,
        "worst_area": worst_area,
        "worst_smoothness": worst_smoothness,
        "worst_compactness": worst_compactness,
        "worst_concavity": worst_concavity,
        "worst_concave_points": worst_concave_points,
        "worst_symmetry": worst_symmetry,
        "worst_fractal_dimension": worst_fractal_dimension,
    }


def truncated_normal(generator, shape, std):
    """A normal distribution of mean 0, cut off at two standard deviations; `std` is that of the uncut one."""
    draws = generator.standard_normal(shape, np.float32)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return np.float32(std) * draws


def fan_in(shape):
    """How many inputs reach one unit: every axis but the last."""
    return math.prod(shape[:-1]) or 1


def scaled_normal(generator, shape, variance):
    """A normal distribution of mean 0 and the given variance, cut off at two standard deviations of the uncut one."""
    # 0.8796 is the standard deviation of a standard normal distribution cut off at 2.
    return truncated_normal(generator, shape, math.sqrt(variance) / 0.87962566103423978)


def lecun_normal(generator, shape):
    """A cut normal distribution of variance 1 / fan-in (LeCun et al., 1998)."""
    return scaled_normal(generator, shape, 1 / fan_in(shape))


class Net(nnx.Module):  # focal_of_probability.dl:4
    """31 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(30, 1, rngs=rngs)  # focal_of_probability.dl:4

    def logits(self, x):  # focal_of_probability.dl:4
        """x: [30] -> []."""
        x = self.dense1(x)  # [1]  focal_of_probability.dl:4
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []  focal_of_probability.dl:4
        return jax.nn.sigmoid(x)


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Net = Net(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # focal_of_probability.dl:6
    """focal(Net(features), target), averaged over the batch."""
    x = models.Net.logits(batch["features"])  # []
    return jnp.mean(optax.sigmoid_focal_loss(x, batch["target"]))


def train_optimizer(steps):  # focal_of_probability.dl:6
    """sgd(0.1), over `steps` steps."""
    return optax.sgd(0.1)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        def objective(weights):
            models = nnx.merge(graph, weights, statistics, copy=True)
            loss = train_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(weights)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], weights)
        weights = optax.apply_updates(weights, update)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state,),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # focal_of_probability.dl:8
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["features"])  # []
    return [(x, batch["target"])]


EXPERIMENT = {
    "name": "focal_of_probability",
    "title": "Textbook notation: focal of a sigmoid is computed from the scores.",
    "spec": "focal_of_probability.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 31}},
    "data": [
        {
            "name": "tumours",
            "source": "sklearn",
            "arguments": {"dataset": "breast_cancer"},
            "columns": tumours,
            "fields": {
                "features": {"shape": (30,), "kind": "real"},
                "target": {"shape": (), "kind": "class", "classes": 2, "class_names": ("malignant", "benign")},
                "mean_radius": {"shape": (), "kind": "real"},
                "mean_texture": {"shape": (), "kind": "real"},
                "mean_perimeter": {"shape": (), "kind": "real"},
                "mean_area": {"shape": (), "kind": "real"},
                "mean_smoothness": {"shape": (), "kind": "real"},
                "mean_compactness": {"shape": (), "kind": "real"},
                "mean_concavity": {"shape": (), "kind": "real"},
                "mean_concave_points": {"shape": (), "kind": "real"},
                "mean_symmetry": {"shape": (), "kind": "real"},
                "mean_fractal_dimension": {"shape": (), "kind": "real"},
                "radius_error": {"shape": (), "kind": "real"},
                "texture_error": {"shape": (), "kind": "real"},
                "perimeter_error": {"shape": (), "kind": "real"},
                "area_error": {"shape": (), "kind": "real"},
                "smoothness_error": {"shape": (), "kind": "real"},
                "compactness_error": {"shape": (), "kind": "real"},
                "concavity_error": {"shape": (), "kind": "real"},
                "concave_points_error": {"shape": (), "kind": "real"},
                "symmetry_error": {"shape": (), "kind": "real"},
                "fractal_dimension_error": {"shape": (), "kind": "real"},
                "worst_radius": {"shape": (), "kind": "real"},
                "worst_texture": {"shape": (), "kind": "real"},
                "worst_perimeter": {"shape": (), "kind": "real"},
                "worst_area": {"shape": (), "kind": "real"},
                "worst_smoothness": {"shape": (), "kind": "real"},
                "worst_compactness": {"shape": (), "kind": "real"},
                "worst_concavity": {"shape": (), "kind": "real"},
                "worst_concave_points": {"shape": (), "kind": "real"},
                "worst_symmetry": {"shape": (), "kind": "real"},
                "worst_fractal_dimension": {"shape": (), "kind": "real"},
            },
            "inputs": ("features",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "tumours",
            "on": "train",
            "epochs": 1,
            "batch": 8,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["focal(Net(features), target)"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "tumours",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Net(features), target)",
                    "line": 8,
                    "inputs": [
                        {"title": "Net(features)", "shape": (), "kind": "real", "meaning": "probability"},
                        {
                            "title": "target",
                            "shape": (),
                            "kind": "class",
                            "classes": 2,
                            "class_names": ("malignant", "benign"),
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
