"""Records of re-runs, as they lie in the repository, held against the versions that serve."""

from collections.abc import Callable, Iterable
from datetime import datetime

from pydantic import ValidationError

from maturity.errors import Unreadable
from maturity.model.assessment import ServingVersion
from maturity.model.facts.lineage import ReproductionFact
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.reproduction import Record, digest

FOLDER = ".maturity/reproductions/"
SUFFIX = ".json"
DAY = 86_400.0


def collect(
    texts: Iterable[tuple[str, str | Gap]],
    serving: Iterable[ServingVersion],
    now: datetime,
    signed: Callable[[Record], bool],
) -> tuple[tuple[ReproductionFact, ...], tuple[Gap, ...]]:
    """Turn the files of records into facts; `signed` tells whether one bears the signature that the operator wants."""
    served = {(one.model, one.version): one for one in serving}
    facts: list[ReproductionFact] = []
    gaps: list[Gap] = []
    for path, text in texts:
        try:
            record, ended = _read(text, now)
        except Unreadable as error:
            gaps.append(Gap(path=path, reason=str(error), hides=("reproduction",)))
            continue
        version = served.get((record.model, record.version))
        facts.append(
            ReproductionFact(
                at=Place(path=path, text=f"{record.model}/{record.version} at {record.commit[:12]}, {record.ended}"),
                model=record.model,
                version=record.version,
                within_tolerance=record.reproduced and all(metric.within for metric in record.metrics),
                genuine=record.seal is not None and record.seal.sha256 == digest(record) and signed(record),
                age_days=round((now - ended).total_seconds() / DAY, 2),
                serving=version is not None and (version.run, version.commit) == (record.run, record.commit),
            )
        )
    return tuple(facts), tuple(gaps)


def _read(text: str | Gap, now: datetime) -> tuple[Record, datetime]:
    if isinstance(text, Gap):
        raise Unreadable(text.reason)
    try:
        record = Record.model_validate_json(text)
        ended = datetime.fromisoformat(record.ended)
    except (ValidationError, ValueError):
        raise Unreadable("is no record of a re-run") from None
    if ended.tzinfo is None or (ended - now).total_seconds() > DAY:
        raise Unreadable("its time has no zone, or is yet to come")
    return record, ended
