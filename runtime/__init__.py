"""From an emitted program to a run folder: data, training, checkpoints, measures, report, command line."""
