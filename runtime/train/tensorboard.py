"""The history as TensorBoard's event files, for `--log tensorboard`."""

from pathlib import Path

from runtime.errors import RunError
from runtime.run_folder.history import Line, Validation

FOLDER = "tensorboard"


class TensorBoard:
    """Writes each line of the history as scalars; `first` is the step from which a resumed run writes anew.

    Raises:
        RunError: tensorboardX, which writes them, is not installed.
    """

    def __init__(self, folder: Path, first: int) -> None:
        try:
            from tensorboardX import SummaryWriter
        except ModuleNotFoundError as missing:
            raise RunError(
                "`--log tensorboard` needs the library tensorboardX", help="pip install 'dlc[tensorboard]'"
            ) from missing
        self.writer = SummaryWriter(str(folder / FOLDER), purge_step=first or None)

    def line(self, line: Line, before: int, titles: list[str]) -> None:
        """`before` counts the steps of earlier phases, `titles` names the losses."""
        for name, value in scalars(line, titles).items():
            self.writer.add_scalar(f"{line.phase}/{name}", value, before + line.step)

    def close(self) -> None:
        self.writer.close()


def scalars(line: Line, titles: list[str]) -> dict[str, float]:
    """The numbers of a line by name; what is undefined is left out."""
    validation = line.validation or Validation(None)
    found = {"loss": line.loss, "validation/loss": validation.loss}
    if len(titles) > 1:
        found |= {f"loss/{title}": loss for title, loss in zip(titles, line.losses, strict=True)}
        losses = validation.losses or [None] * len(titles)
        found |= {f"validation/loss/{title}": loss for title, loss in zip(titles, losses, strict=True)}
    found |= {f"validation/{name}": value for name, value in validation.measures.items()}
    found["steps per second"] = line.steps_per_second
    return {name: value for name, value in found.items() if value is not None}
