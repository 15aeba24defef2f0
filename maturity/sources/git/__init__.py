"""The git source: `with open_target(path_or_url) as snapshot:`."""

from maturity.sources.git.snapshot import Snapshot
from maturity.sources.git.target import open_target

__all__ = ["Snapshot", "open_target"]
