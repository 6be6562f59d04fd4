"""Training: a run, its phases, their steps, and all that watches over them."""
