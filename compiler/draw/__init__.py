"""From the typed IR to a diagram: Graphviz text of the models, or of the training."""

from typing import Literal

from compiler.ir import Experiment

View = Literal["model", "training"]


def draw(experiment: Experiment, view: View = "model", depth: int = 2, model: str | None = None) -> str:
    """The diagram as DOT text, the same from run to run.

    `view` "model" shows what each model computes, blocks opened `depth` levels deep; `model` names the one
    to draw, None draws all.  `view` "training" shows data, models, losses, optimizers and measures.
    Raises `KeyError` where no model has that name.
    """
    from compiler.draw import dot, models

    if view == "training":
        from compiler.draw import training

        return dot.text(training.picture(experiment))
    chosen = tuple(module for module in experiment.models if model in (None, module.name))
    if not chosen and model is not None:
        raise KeyError(model)
    return dot.text(models.picture(experiment.name, chosen, depth))
