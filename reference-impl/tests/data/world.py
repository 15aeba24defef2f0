"""A small world, and its way to features, in a folder of its own."""

import shutil
from datetime import date
from pathlib import Path

from churn.core.simulate import Settings
from churn.pipelines import contracts
from churn.pipelines.acquire import acquire
from churn.pipelines.clean import clean
from churn.pipelines.featurise import featurise

PROJECT = Path(__file__).parents[2]
WORLD = Settings(seed=5, start=date(2024, 1, 1), months=12, customers=400, shards=2, dirt=0.005)
HISTORY = 5


def prepare(root: Path) -> contracts.Contract:
    """Give a folder the contracts; return that of snapshots."""
    shutil.copytree(PROJECT / "contracts", root / "contracts", dirs_exist_ok=True)
    return contracts.load("snapshots", root / "contracts")


def features(root: Path, world: Settings = WORLD) -> None:
    """Bring a world to feature views."""
    contract = prepare(root)
    acquire(world, root)
    clean(contract, root)
    featurise(HISTORY, root)
