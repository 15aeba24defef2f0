"""Packages of others that an operator names: found, loaded and held to their word. Nothing is loaded unasked."""
