"""The functions that emitted programs carry themselves."""
