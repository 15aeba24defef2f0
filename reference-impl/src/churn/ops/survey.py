"""A survey of one month: drift, quality, performance and the estimate together, as `churn monitor` reports them."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from churn.core.encode import encode
from churn.core.evaluate import NotMeasurable, auc
from churn.core.predict import Model
from churn.core.spec import MONTH, TARGET
from churn.monitoring import drift, estimate, performance, quality
from churn.monitoring.report import Report
from churn.ops.loop import Project
from churn.ops.policy import Monitoring
from churn.ops.release import Deployment


def survey(project: Project, by: Deployment, model: Model, month: str, now: date, policy: Monitoring) -> Report:
    """Look at a month: against the months before the holdout's end, and against its labels as far as they are known."""
    current = project.scored(month, by, model)
    holdout = project.holdout()
    until = pc.max(holdout[MONTH]).as_py().strftime("%Y-%m")
    known = [one for one in project.months(now) if one <= until and one != month][-policy.reference_months :]
    reference = pa.concat_tables([project.scored(one, by, model) for one in known])
    notes, found, measured = [], None, None
    try:
        found = drift.compare(reference, current, policy.drift)
    except NotMeasurable as error:
        notes.append(f"drift: {error}")
    try:
        usual = auc(holdout[TARGET].to_numpy(), model.predict(encode(holdout)))
        measured = performance.measure(
            current, project.labels(month), now, reference_auc=usual, limits=policy.performance
        )
    except NotMeasurable as error:
        notes.append(f"performance: {error}")
    return Report(
        month=month,
        model=f"{by.name} {by.version}",
        rows=current.num_rows,
        drift=found,
        faults=quality.faults(reference, current, policy.quality),
        expected_auc=estimate.expected_auc(current["score"].to_numpy().astype(np.float64)),
        performance=measured,
        notes=tuple(notes),
    )
