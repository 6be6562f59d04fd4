"""What data files say about themselves, read with the standard library alone: the check and the run read alike."""
