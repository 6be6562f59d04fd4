"""The device: choosing it, placing data on it, and what is said when its memory is spent."""
