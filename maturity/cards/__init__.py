"""Model cards: what the registry, the run, git and DVC know of a version, joined with what a person wrote."""
