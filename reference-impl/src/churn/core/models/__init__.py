"""The neural networks, and the composite of several models."""
