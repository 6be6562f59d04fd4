"""Random draws: noise, distributions, augmentation."""
