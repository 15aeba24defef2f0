"""The offline pipeline: one thin program per stage of dvc.yaml, in its order."""
