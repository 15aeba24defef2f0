"""The metrics of a server, as Prometheus scrapes them; alert rules and dashboards name these and no others."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096)
_SCORES = (0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1)


class Metrics:
    """One registry per server, so that several of them in one process do not add up."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()

        def counter(name: str, about: str, *labels: str) -> Counter:
            return Counter(f"churn_{name}", about, labels, registry=registry)

        def histogram(name: str, about: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(f"churn_{name}", about, labels, buckets=buckets, registry=registry)

        def gauge(name: str, about: str, *labels: str) -> Gauge:
            return Gauge(f"churn_{name}", about, labels, registry=registry)

        self.requests = counter("requests", "Requests answered", "path", "status")
        self.request_seconds = histogram("request_seconds", "Seconds until an answer", _SECONDS, "path")
        self.predictions = counter("predictions", "Rows answered", "route", "model", "version")
        self.model_seconds = histogram("model_seconds", "Seconds in queue and model", _SECONDS, "route")
        self.model_failures = counter("model_failures", "Requests that a model failed", "route", "cause")
        self.fallbacks = counter("fallbacks", "Requests that the champion answered for a failed model", "route")
        self.refused = counter("refused", "Requests refused because a queue was full")
        self.scores = histogram("score", "Distribution of the scores", _SCORES, "route")
        self.batch_rows = histogram("batch_rows", "Rows per batch", _ROWS, "model")
        self.queue_rows = gauge("queue_rows", "Rows that wait for a model", "model", "version")
        self.unknown_categories = counter("unknown_categories", "Values that the specification does not know")
        self.journal_rows = gauge("journal_rows", "Answers not yet in the prediction store")
        self.journal_failures = counter("journal_failures", "Writes to the prediction store that failed")
        self.release = gauge("release_number", "Number of the release that serves")
        self.release_seconds = histogram(
            "release_load_seconds", "Seconds to load and warm a release", (0.1, 0.5, 1, 5, 30)
        )
        self.breaches = counter("guard_breaches", "Guards that broke", "guard")
        self.rollbacks = counter("rollbacks", "Rollbacks that this server began")

    def text(self) -> bytes:
        """Return all metrics in the text format."""
        return generate_latest(self.registry)
