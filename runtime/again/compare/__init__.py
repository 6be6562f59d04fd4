"""`dlc compare`: runs beside one another, and whether the difference between them is real."""
