"""The nouns: frozen values that join the rooms. This package imports nothing of ours."""
