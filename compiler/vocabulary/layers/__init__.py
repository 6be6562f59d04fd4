"""Layers: words with weights, and the activations and poolings that stand between them."""
