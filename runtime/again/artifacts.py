"""The pictures of a run, drawn anew."""

from runtime.again.open_run import StoredRun


def diagram(run: StoredRun) -> str | None:
    """The models' diagram.  The file in the folder is not used: a picture may hold a script."""
    from compiler.draw import draw, layout

    return layout.render(draw(run.experiment), "svg").decode() if run.experiment.models else None


def summary(run: StoredRun) -> str:
    from compiler import summarise
    from runtime.train.run_spec import SUMMARY_WIDTH

    return summarise.text(summarise.summarise(run.experiment), SUMMARY_WIDTH)
