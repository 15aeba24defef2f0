"""Prove how far an ML project has come, with places one can open."""

__version__ = "0.1.0"
