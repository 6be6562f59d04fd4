"""Compiled from slice_to_the_end.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

from flax import nnx


class Net(nnx.Module):
    """x: [20] -> [19]; no weights."""

    def __call__(self, x):
        return x[:, 1:] - x[:, :-1]  # [19]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
