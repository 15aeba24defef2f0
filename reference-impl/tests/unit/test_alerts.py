"""Alert rules, objectives and the dashboard name metrics that a server exports; the runbook explains the alerts."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest

from churn.ops.alerts import LoopMetrics
from churn.ops.state import LoopState
from churn.serving.metrics import Metrics

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 3, 2, tzinfo=UTC)


def filled(path: Path) -> LoopState:
    state = LoopState(path)
    state.record("window", AT, {"month": "2026-02", "alarms": {"age": 0.2}, "incident": False, "faults": []})
    state.record(
        "performance", AT, {"month": "2026-01", "digest": "0", "auc": 0.8, "breaches": ["auc: 1", "log_loss: 2"]}
    )
    state.record("failed", AT, {"error": "x"})
    return state


def exported(path: Path) -> dict[str, float | None]:
    """Return the names that /metrics shows, with the value of those without labels."""
    metrics = Metrics()
    metrics.registry.register(LoopMetrics(path))
    text = metrics.text().decode()
    found: dict[str, float | None] = {}
    for name in re.findall(r"^# TYPE (\w+)", text, re.MULTILINE):
        found |= dict.fromkeys([name, f"{name}_bucket", f"{name}_count", f"{name}_sum"])
    found |= {name: float(value) for name, value in re.findall(r"^(\w+) (\S+)$", text, re.MULTILINE)}
    return found


def expressions() -> dict[str, str]:
    rules = [
        rule
        for group in yaml.safe_load((ROOT / "monitoring/alerts.yaml").read_text())["groups"]
        for rule in group["rules"]
    ]
    found = {rule["alert"]: rule["expr"] for rule in rules}
    for one in yaml.safe_load((ROOT / "monitoring/slo.yaml").read_text())["objectives"]:
        assert one["alert"] in found
        assert 0 < one["objective"] <= 1
        found |= {f"{one['name']} good": one["good"], f"{one['name']} total": one["total"]}
    panels = json.loads((ROOT / "monitoring/grafana/churn.json").read_text())["panels"]
    return found | {
        f"{panel['title']} {target['refId']}": target["expr"] for panel in panels for target in panel["targets"]
    }


@pytest.mark.parametrize("place", expressions())
def test_a_named_metric_is_exported(place: str, tmp_path: Path) -> None:
    filled(tmp_path / "loop.db")
    names = re.findall(r"\bchurn_\w+", expressions()[place])
    assert names
    assert set(names) <= set(exported(tmp_path / "loop.db")), place


def test_the_loop_tells_what_it_knows(tmp_path: Path) -> None:
    state = filled(tmp_path / "loop.db")
    before = exported(state.path)
    assert (before["churn_drift_features"], before["churn_performance_breaches"], before["churn_auc"]) == (1, 2, 0.8)
    assert before["churn_training_failures"] == 1
    assert before["churn_trained_timestamp_seconds"] is None, "never trained: no sample, so no alarm"
    state.record("trained", AT, {"version": "2"})
    after = exported(state.path)
    assert (after["churn_training_failures"], after["churn_trained_timestamp_seconds"]) == (0, AT.timestamp())


def test_without_a_loop_nothing_is_written(tmp_path: Path) -> None:
    assert b"churn" in generate_latest(Metrics().registry)
    assert exported(tmp_path / "loop.db")["churn_drift_features"] is None
    assert not (tmp_path / "loop.db").exists()


def test_every_alert_is_in_the_runbook() -> None:
    rules: list[dict[str, Any]] = [
        rule
        for group in yaml.safe_load((ROOT / "monitoring/alerts.yaml").read_text())["groups"]
        for rule in group["rules"]
    ]
    runbook = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    assert [rule["alert"] for rule in rules if f"| {rule['alert']} |" not in runbook] == []
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] in {"page", "ticket"} for rule in rules)
