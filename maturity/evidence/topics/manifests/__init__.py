"""Readers of dependency declarations: requirements, pyproject, conda, Pipfile, setuptools, pixi."""
