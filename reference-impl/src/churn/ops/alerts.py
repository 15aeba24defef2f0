"""What Prometheus learns of the loop: a server that shares the loop's file exports it beside its own metrics."""

from collections.abc import Iterable
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from churn.ops.state import Event, LoopState


class LoopMetrics(Collector):
    """Gauges of what the loop remembers; read anew at each scrape. Without a file there is nothing to tell."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def collect(self) -> Iterable[Metric]:
        """Return the gauges; an absent event leaves its gauge without a sample."""
        events = LoopState(self._path).events() if self._path.is_file() else []
        newest = {event.kind: event for event in events}
        yield _gauge(
            "drift_features", "Features with a drift alarm in the newest window", newest.get("window"), "alarms"
        )
        yield _gauge("quality_faults", "Faults of feeds in the newest window", newest.get("window"), "faults")
        yield _gauge(
            "performance_breaches", "Limits broken on the newest labels", newest.get("performance"), "breaches"
        )
        auc = GaugeMetricFamily("churn_auc", "AUC on the newest labels")
        if "performance" in newest:
            auc.add_metric([], float(newest["performance"].content["auc"]))
        yield auc
        for name, kind, about in (
            ("looked", "window", "When the loop saw its newest window"),
            ("trained", "trained", "When the loop last trained"),
        ):
            family = GaugeMetricFamily(f"churn_{name}_timestamp_seconds", about)
            if kind in newest:
                family.add_metric([], newest[kind].at.timestamp())
            yield family
        failed = GaugeMetricFamily("churn_training_failures", "Trainings that failed since one succeeded")
        failed.add_metric([], _failures(events))
        yield failed


def _gauge(name: str, about: str, event: Event | None, content: str) -> Metric:
    family = GaugeMetricFamily(f"churn_{name}", about)
    if event is not None:
        family.add_metric([], len(event.content[content]))
    return family


def _failures(events: list[Event]) -> int:
    count = 0
    for event in events:
        count = count + 1 if event.kind == "failed" else 0 if event.kind == "trained" else count
    return count
