"""Between the labelling queue and the data: tasks are drawn from what was scored, labels go to the inbox."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from churn.core import artifact, spec
from churn.core.encode import encode
from churn.core.predict import Model
from churn.integrations import continuous, settings
from churn.ops import labelling, policy
from churn.pipelines.acquire import REVIEWED
from churn.pipelines.featurise import VIEWS
from churn.pipelines.months import MonthFolder, origin


def tasks(count: int) -> list[labelling.Task]:
    """Return open tasks; if there are too few, draw from the newest month of features first."""
    chosen, limits = settings.load(), policy.load().labelling
    queue = labelling.Queue(chosen.state / "labelling.db")
    if len(queue.next(count)) < count and (months := MonthFolder(VIEWS).months()):
        model = artifact.load(Path(continuous.champion(chosen).folder))
        rows = scored(MonthFolder(VIEWS).read(months[-1]), model)
        queue.add(labelling.draw(rows, limits.size, threshold=limits.threshold, taken=queue.taken()))
    return queue.next(count)


def scored(table: pa.Table, model: Model) -> labelling.Scored:
    """Score a table, with the standard deviation of the members' scores if the model has members."""
    batch = encode(table)
    parts = [member.predict(batch) for member in model.members.values()]
    disagreement = np.std(parts, axis=0) if len(parts) > 1 else np.full(len(batch), np.nan)
    months = [month.isoformat() for month in table[spec.MONTH].to_pylist()]
    return labelling.Scored(table[spec.CUSTOMER].to_numpy(), months, model.predict(batch), disagreement)


def submit(customer: int, month: str, *, churned: bool, actor: str, at: datetime) -> Path:
    """Note a label and write the month's labels to the inbox; return that folder."""
    queue = labelling.Queue(settings.load().state / "labelling.db")
    queue.submit(customer, month, churned=churned, actor=actor, at=at.astimezone(UTC))
    deliver(queue.labels())
    return REVIEWED


def deliver(labels: pa.Table, root: Path = Path()) -> None:
    """Write labels to the inbox, a file for each month."""
    names = pc.strftime(labels[spec.MONTH], format="%Y-%m")
    for name in sorted(set(names.to_pylist())):
        part = labels.filter(pc.equal(names, name))
        MonthFolder(root / REVIEWED).put(name, part, origin(part.to_pylist()))
