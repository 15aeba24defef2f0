"""Readers of configuration formats: bounded, with line numbers, and never a constructor or a command."""
