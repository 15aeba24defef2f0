"""What an operator may set: how live sources are read and what the words of a project mean."""

from maturity.model.value import Value


class Settings(Value):
    """The settings of one inspection. Nothing of a scanned repository changes them unless the operator says so."""

    serving_aliases: tuple[str, ...] = ("champion", "production", "prod", "live")
    """Aliases of the registry that mean "this version serves"; the stage Production means it too."""
    candidates: tuple[str, ...] = ()
    """Versions, as NAME/VERSION, that are looked at as if they served: what is to be promoted."""
    run_window_days: int = 90
    """Runs of the last so many days are sampled, by experiment."""
    runs_per_experiment: int = 200
    """Of those, at most so many."""
    fresh_days: int = 90
    """A serving version is fresh when it was trained or evaluated within so many days."""
    commit_tag: str = "mlflow.source.git.commit"
    """Tag of a run that names the commit."""
    hash_sample: int = 200
    """Objects of a DVC remote whose content is hashed; 0 for all of them."""
    hash_seed: int = 0
    """Seed of that sample: the same seed chooses the same objects."""
