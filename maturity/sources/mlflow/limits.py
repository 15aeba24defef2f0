"""How much of a tracking store is read, and how long it may take: settings of the operator, none of the server."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the reading of one tracking store."""

    seconds: float = 60.0
    """For the whole store; afterwards the child that reads it is killed."""
    reserve: float = 3.0
    """Of these seconds so many are kept for handing over what was read."""
    request_seconds: float = 10.0
    attempts: int = 3
    """Of a request that a busy server turns away."""
    body_bytes: int = 32 * MEBIBYTE
    """Of one answer, unpacked."""
    file_bytes: int = MEBIBYTE
    """Of one file of a model, or one record of a file store."""
    memory: int = 512 * MEBIBYTE
    pages: int = 200
    page_items: int = 1_000
    models: int = 10_000
    versions: int = 50_000
    serving: int = 500
    """Serving versions whose run and files are looked at."""
    experiments: int = 200
    runs: int = 1_000
    """In the sample, all experiments together."""
    histories: int = 24
    """Metrics of one run whose histories are read, for a card."""
    points: int = 25_000
    """Of one history; MLflow gives as many in one answer."""
    entries: int = 50_000
    """Of one folder of a file store."""
    scanned_runs: int = 20_000
    """Of a file store, whose runs have to be opened to tell which are recent."""
