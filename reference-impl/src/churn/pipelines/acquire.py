"""Stage `acquire`: bring raw months, and labels with the day they were known, to data/raw; add, never rewrite."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import yaml

from churn import boundary
from churn.core import drift_scenarios
from churn.core.simulate import Settings, month_at, simulate
from churn.core.spec import CUSTOMER
from churn.pipelines import documents, params
from churn.pipelines.months import MonthFolder, origin

SCENARIOS = Path("conf/scenarios")
INBOX = Path("inbox")
REVIEWED = INBOX / "reviewed"
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
    people = Reviewed(root)
    missing = {kind: folder.keep(people.origins(origins, kind)) for kind, folder in folders.items()}
    new = sorted({month for months in missing.values() for month in months})
    if new:
        for month in simulate(world, first=names.index(new[0])):
            for kind, folder in folders.items():
                if name(month.month) in missing[kind]:
                    people.put(folder, name(month.month), getattr(month, kind), made_from, kind)
    return new


def collect(root: Path = Path()) -> list[str]:
    """Take over the months that `churn data import` put into the inbox, where DVC tracks them; return the new ones."""
    new: set[str] = set()
    people = Reviewed(root)
    for kind, path in TABLES.items():
        delivered, folder = MonthFolder(root / INBOX / kind), MonthFolder(root / path)
        origins = delivered.digests()
        if not origins and kind != "truth":
            documents.stop(f"{INBOX / kind}: holds no month; run `churn data import FILE`, or set source: simulate")
        for month in folder.keep(people.origins(origins, kind)):
            people.put(folder, month, delivered.read(month), origins[month], kind)
            new.add(month)
    return sorted(new)


class Reviewed:
    """Labels that people gave, in inbox/reviewed: they take the place of those that are reported."""

    def __init__(self, root: Path) -> None:
        self._folder = MonthFolder(root / REVIEWED)
        self._digests = self._folder.digests()

    def origins(self, origins: Mapping[str, str], kind: str) -> dict[str, str]:
        """Return what months are made from, with the labels of people where there are some."""
        return {month: self._origin(month, made_from, kind) for month, made_from in origins.items()}

    def put(self, folder: MonthFolder, month: str, table: pa.Table, made_from: str, kind: str) -> None:
        """Write a month, with the labels of people where there are some."""
        if kind == "labels" and month in self._digests:
            given = self._folder.read(month).select(table.column_names).cast(table.schema)
            others = pc.invert(pc.is_in(table[CUSTOMER], value_set=given[CUSTOMER].combine_chunks()))
            table = pa.concat_tables([table.filter(others), given])
        folder.put(month, table, self._origin(month, made_from, kind))

    def _origin(self, month: str, made_from: str, kind: str) -> str:
        given = self._digests.get(month) if kind == "labels" else None
        return origin(made_from, given) if given else made_from


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
