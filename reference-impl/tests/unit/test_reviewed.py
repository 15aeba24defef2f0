"""A label that a person gave is a part of the next version of the data, from the day on which it was given."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.compute as pc

from churn.core.simulate import Settings
from churn.integrations.labelled import deliver
from churn.ops.labelling import Queue, Task
from churn.pipelines import params, split
from churn.pipelines.acquire import RAW, acquire
from churn.pipelines.months import MonthFolder

WORLD = Settings(seed=3, start=date(2024, 1, 1), months=3, customers=200)


def test_a_submitted_label_is_in_the_next_dataset(tmp_path: Path) -> None:
    acquire(WORLD, tmp_path)
    labels = MonthFolder(tmp_path / RAW / "labels")
    before, first = labels.digests(), labels.read("2024-02").slice(0, 1).to_pylist()[0]
    queue = Queue(tmp_path / "labelling.db")
    queue.add([Task(first["customer_id"], "2024-02-01", 0.2, "random")])
    at = datetime(2024, 2, 20, tzinfo=UTC)
    queue.submit(first["customer_id"], "2024-02-01", churned=not first["churned"], actor="ann", at=at)
    deliver(queue.labels(), tmp_path)

    assert acquire(WORLD, tmp_path) == ["2024-02"], "other months are not made again"
    table = labels.read("2024-02")
    row = table.filter(pc.equal(table["customer_id"], first["customer_id"])).to_pylist()
    assert row == [{**first, "churned": int(not first["churned"]), "available_at": date(2024, 2, 20)}]
    assert table.num_rows == labels.rows()["2024-01"]
    changed = {month for month, digest in labels.digests().items() if digest != before[month]}
    assert changed == {"2024-02"}
    assert acquire(WORLD, tmp_path) == []


def test_of_a_turned_world_only_what_came_after_is_used() -> None:
    months = [f"2026-{month:02}" for month in range(1, 9)]
    assert split.divide(months[:3], 3, 3, few=True) == {"train": months[:1], "valid": months[1:2], "test": months[2:3]}
    assert split.divide(months, 3, 3, few=True)["test"] == months[-2:]
    assert params.load(Path(__file__).parents[2] / "params.yaml").split.since == ""
