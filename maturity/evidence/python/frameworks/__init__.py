"""Pipelines and schedules declared in Python: one small module per family of tools, one line each in the registry."""
