"""Stage `acquire`: bring raw months, and labels with the day they were known, to data/raw; add, never rewrite."""

import dataclasses
from datetime import date
from pathlib import Path

import yaml

from churn import boundary
from churn.core import drift_scenarios
from churn.core.simulate import Settings, month_at, simulate
from churn.pipelines import documents, params
from churn.pipelines.months import MonthFolder, origin

SCENARIOS = Path("conf/scenarios")
INBOX = Path("inbox")
RAW = Path("data/raw")
TRUTH = Path("data/truth")
"""True probabilities of simulated rows: for evaluation only; nothing that trains depends on this folder."""
TABLES = {"snapshots": RAW / "months", "labels": RAW / "labels", "truth": TRUTH}


def settings(chosen: params.Params) -> Settings:
    """Return the simulation that params.yaml describes."""
    scenario = drift_scenarios.STEADY
    if name := chosen.simulator.scenario:
        entries = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
        scenario = drift_scenarios.parse(entries)
    data, simulator = chosen.data, chosen.simulator
    return Settings(
        seed=chosen.seed,
        start=data.start,
        months=data.months,
        customers=data.customers,
        shards=data.shards,
        bias=simulator.bias,
        dirt=simulator.dirt,
        scenario=scenario,
    )


def acquire(world: Settings, root: Path = Path()) -> list[str]:
    """Simulate the months that data/raw lacks; return them."""
    # How many months there are does not change what is in them.
    made_from = origin(dataclasses.asdict(dataclasses.replace(world, months=0)))
    names = [name(month_at(world.start, index)) for index in range(world.months)]
    origins = dict.fromkeys(names, made_from)
    folders = {kind: MonthFolder(root / path) for kind, path in TABLES.items()}
    missing = {kind: folder.keep(origins) for kind, folder in folders.items()}
    new = sorted({month for months in missing.values() for month in months})
    if new:
        for month in simulate(world, first=names.index(new[0])):
            for kind, folder in folders.items():
                if name(month.month) in missing[kind]:
                    folder.put(name(month.month), getattr(month, kind), made_from)
    return new


def collect(root: Path = Path()) -> list[str]:
    """Take over the months that `churn data import` put into the inbox, where DVC tracks them; return the new ones."""
    new: set[str] = set()
    for kind, path in TABLES.items():
        delivered, folder = MonthFolder(root / INBOX / kind), MonthFolder(root / path)
        origins = delivered.digests()
        if not origins and kind != "truth":
            documents.stop(f"{INBOX / kind}: holds no month; run `churn data import FILE`, or set source: simulate")
        for month in folder.keep(origins):
            folder.put(month, delivered.read(month), origins[month])
            new.add(month)
    return sorted(new)


def name(month: date) -> str:
    """Return how the file of a month is called."""
    return month.strftime("%Y-%m")


def main() -> None:
    """Run the stage."""
    chosen = params.load()
    new = collect() if chosen.data.source == "import" else acquire(settings(chosen))
    documents.say(f"acquire: {len(new)} new months")


if __name__ == "__main__":
    boundary.run(main)
