"""Facts about a DVC remote: what it lacks, what it spoiled, what nobody needs, and records that are out of date."""

from collections.abc import Iterable, Iterator

from maturity.counted import counted
from maturity.evidence.live.observed import Observed
from maturity.model.assessment import StoreEvidence
from maturity.model.fact import Fact
from maturity.model.facts.storage import DvcObjectFact, DvcRecordFact, DvcStoreFact
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Text
from maturity.model.settings import Settings
from maturity.model.storage import HashName, RawObject, RawRecord, RawStore, RawTracked

MOST_PLACES = 50
"""Objects of one fact that are named."""
MOST_GAPS = 20
"""Objects that could not be read and are named."""

Flawed = dict[tuple[HashName, str], RawObject]


def collect(raw: RawStore, settings: Settings) -> Observed[StoreEvidence]:
    """Turn what was read of a remote into facts."""
    flawed: Flawed = {(one.hash, one.digest): one for one in raw.flawed}
    due = [tracked for tracked in raw.tracked if not tracked.exempt]
    facts: tuple[Fact, ...] = (
        _store(raw),
        *(_object(tracked, flawed) for tracked in due),
        *(_record(record) for record in raw.records if record.in_sync is not None),
    )
    gaps = (*raw.gaps, *_untold(raw.records), *_unread(due, flawed), *_doubts(raw))
    return Observed(facts, gaps, _evidence(raw, settings))


def _store(raw: RawStore) -> DvcStoreFact:
    spoiled = [one for one in raw.flawed if one.state == "corrupt"]
    return DvcStoreFact(
        at=Place(uri=raw.uri, text=raw.name),
        related=tuple(Place(uri=one.key, text=one.file) for one in spoiled[:MOST_PLACES]),
        remote=raw.name or raw.uri,
        objects=raw.objects,
        bytes=raw.bytes,
        orphans=raw.orphans,
        orphan_share=raw.orphan_bytes / raw.bytes if raw.bytes else 0.0,
        hashed=raw.hashed,
        sampled=raw.sampled,
        corrupt=len(spoiled),
    )


def _object(tracked: RawTracked, flawed: Flawed) -> DvcObjectFact:
    missing = _behind(tracked, flawed, "missing")
    return DvcObjectFact(
        at=Place(path=tracked.path, line=tracked.line, text=tracked.output),
        related=tuple(
            Place(uri=one.key, text=f"{tracked.output}/{one.file}" if one.file else tracked.output)
            for one in missing[:MOST_PLACES]
        ),
        output=tracked.output,
        revision=tracked.revision,
        head=tracked.reference == "head",
        tag=tracked.reference == "tag",
        objects=len(tracked.objects),
        missing=len(missing),
        corrupt=len(_behind(tracked, flawed, "corrupt")),
    )


def _behind(tracked: RawTracked, flawed: Flawed, state: str) -> list[RawObject]:
    """Return the objects of a state behind an output; most have none that is flawed."""
    if not flawed:
        return []
    found = (flawed.get((tracked.hash, digest)) for digest in tracked.objects)
    return [one for one in found if one is not None and one.state == state]


def _record(record: RawRecord) -> DvcRecordFact:
    name = f"{record.stage}: {record.name}" if record.stage and record.stage != record.name else record.name
    return DvcRecordFact(
        at=Place(path=record.path, line=record.line, text=name),
        stage=record.stage,
        what=record.what,
        name=record.name,
        in_sync=bool(record.in_sync),
    )


def _untold(records: Iterable[RawRecord]) -> Iterator[Gap]:
    """Yield what could not be compared. What is not committed at all cannot differ from it, and is no gap."""
    for record in records:
        if record.in_sync is None and not record.elsewhere:
            at = f"line {record.line}: " if record.line else ""
            reason = f"{at}{record.what} {record.name}: {record.detail}"
            yield Gap(path=record.path, reason=reason, hides=("dvc-record",))


def _unread(due: Iterable[RawTracked], flawed: Flawed) -> Iterator[Gap]:
    """Yield the objects of which it is not known what they hold: a folder that cannot be opened hides its files."""
    unreadable = {name: one for name, one in flawed.items() if one.state == "unreadable"}
    blind = unreadable | {
        name: one for name, one in flawed.items() if one.state == "corrupt" and one.digest.endswith(".dir")
    }
    if not blind:
        return
    behind: dict[str, dict[tuple[HashName, str], RawObject]] = {"head": {}, "tag": {}, "commit": {}}
    for tracked in due:
        names = [(tracked.hash, digest) for digest in tracked.objects]
        behind[tracked.reference].update((name, blind[name]) for name in names if name in blind)
    yield from _named(behind["head"], "dvc-object", ())
    yield from _named(behind["tag"], "dvc-object", ("tag",))
    yield from _named(unreadable, "dvc-store", ("corrupt",))


def _named(objects: Flawed, hides: str, fields: tuple[str, ...]) -> Iterator[Gap]:
    for name in sorted(objects)[:MOST_GAPS]:
        one = objects[name]
        what = f"is corrupt: it {one.detail}" if one.state == "corrupt" else one.detail
        reason = f"object {one.key} {what}"
        yield Gap(path=None, reason=reason, hides=(hides,), fields=fields)


def _doubts(raw: RawStore) -> Iterator[Gap]:
    """Yield what makes the numbers of a remote uncertain."""
    if raw.unopened and raw.orphans:
        folders = counted(raw.unopened, "folders")
        reason = f"{folders} of DVC could not be opened: orphans may be files of theirs"
        yield Gap(path=None, reason=reason, hides=("dvc-store",), fields=("orphans", "orphan_share"))
    if raw.objects and not raw.hashed:
        reason = "no object could be hashed within the bounds of a scan"
        yield Gap(path=None, reason=reason, hides=("dvc-store",), fields=("hashed", "corrupt"))


def _evidence(raw: RawStore, settings: Settings) -> StoreEvidence:
    return StoreEvidence(
        remote=raw.name or raw.uri,
        objects=raw.objects,
        bytes=raw.bytes,
        missing=sum(one.state == "missing" for one in raw.flawed),
        corrupt=sum(one.state == "corrupt" for one in raw.flawed),
        orphans=raw.orphans,
        orphan_bytes=raw.orphan_bytes,
        refers=Text(
            en=f"HEAD, {raw.branches} branches and {raw.tags} tags that this clone knows",
            zh=f"HEAD、本克隆所知的 {raw.branches} 个分支和 {raw.tags} 个标签",
        ),
        hashed=raw.hashed,
        sample=_sample(raw, settings),
    )


def _sample(raw: RawStore, settings: Settings) -> Text:
    hashed, objects = f"{raw.hashed:,}", f"{raw.objects:,}"
    if not raw.sampled:
        return Text(en=f"all {objects} objects", zh=f"全部 {objects} 个对象")
    if 0 < settings.hash_sample <= raw.hashed:
        drawn = f"{settings.hash_sample:,}"
        return Text(
            en=f"{hashed} of {objects} objects, among them a random sample of {drawn} (seed {raw.sample_seed})",
            zh=f"{objects} 个对象中的 {hashed} 个，含随机抽取的 {drawn} 个（种子 {raw.sample_seed}）",
        )
    return Text(
        en=f"{hashed} of {objects} objects, until a bound was met",
        zh=f"{objects} 个对象中的 {hashed} 个，达到上限后停止",
    )
