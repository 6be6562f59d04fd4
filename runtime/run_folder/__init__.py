"""The run folder: what a run leaves, written so that nothing is lost and read so that nothing is trusted."""
