"""Join what machines know with what people wrote into one card."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from maturity import __version__
from maturity.cards import assessed, machine, performance
from maturity.cards.assessed import Assessed
from maturity.cards.fields import catalog
from maturity.cards.repository import RepositoryView
from maturity.cards.told import COMMIT, Known, Told
from maturity.model.card import Answer, Card, CardField, Completeness, Entry, Stated, Subject
from maturity.model.rule import Text
from maturity.model.tracking import RawDataset
from maturity.model.version import RawVersionDetail
from maturity.sources.mlflow.publish import DIGEST_TAG

CHANGED_BY_PUBLISHING = frozenset(("created", "evidence"))
LEVELS: tuple[Literal[1, 2, 3], ...] = (1, 2, 3)
_NOT_RECORDED = Text(
    en="nothing that was read says so: log it with the run, or tag the version",
    zh="读取到的内容均未说明：请随运行记录，或为版本添加标签",
)
_NO_REPOSITORY = Text(en="no repository was looked at", zh="未查看任何代码库")
_OF_HEAD = Text(
    en="the run names no commit: what the repository says is of HEAD", zh="运行未注明提交：代码库的内容取自 HEAD"
)
_NOT_ANSWERED: dict[Subject, Text] = {
    "model": Text(en="nobody has answered: write it in model-card.yaml", zh="尚无人回答：请写入 model-card.yaml"),
    "data": Text(en="nobody has answered: write it in data-card.yaml", zh="尚无人回答：请写入 data-card.yaml"),
}


class About(NamedTuple):
    """What a card is of, by the names of the card's own fields."""

    subject: Subject
    model: str
    version: str
    aliases: tuple[str, ...]
    uri: str
    read_at: float


def build(
    detail: RawVersionDetail,
    view: RepositoryView | None,
    answers: Mapping[str, Answer],
    commit_tag: str = COMMIT,
    assessment: Assessed | None = None,
) -> Card:
    """Return the card of a version.

    Args:
        detail: What the registry, the run and the files of the version say.
        view: What the repository says; None when none was named.
        answers: What people wrote, by field.
        commit_tag: The tag of a run that names its commit.
        assessment: A stored one, with what was checked of it.
    """
    known = Known(detail, view, commit_tag, assessment)
    about = About("model", detail.model, detail.version.version, detail.aliases, detail.uri, detail.read_at)
    return assembled(about, machine.told(known), answers, tuple(_stated(known)), _remarks(known))


def assembled(
    about: About,
    told: Mapping[str, Told],
    answers: Mapping[str, Answer],
    stated: tuple[Stated, ...],
    remarks: Iterable[Text],
) -> Card:
    """Return a card with an entry for every field of its kind, its digest, and how complete it is at each level.

    Args:
        about: What it is the card of.
        told: What machines know, by field.
        answers: What people wrote, by field.
        stated: What can be held against the source later.
        remarks: What was not looked at, and why.
    """
    subject, fields = about.subject, catalog(about.subject)
    entries = tuple(_entry(subject, field, told.get(field.id), answers.get(field.id)) for field in fields.fields)
    return Card(
        **about._asdict(),
        tool=f"maturity {__version__}",
        sections=fields.sections,
        entries=entries,
        stated=stated,
        digest=digest_of(stated, entries),
        completeness=completeness_of(entries),
        remarks=tuple(remarks),
    )


def _entry(subject: Subject, field: CardField, told: Told | None, answer: Answer | None) -> Entry:
    if told is None and answer is None:
        return Entry(**_about(field), missing=_NOT_ANSWERED[subject] if field.ask else _NOT_RECORDED)
    return Entry(
        **_about(field),
        value=told.value if told else None,
        answer=answer,
        sources=told.sources if told else (),
        histories=told.histories if told else (),
    )


def _about(field: CardField) -> dict[str, Any]:
    title = Text(en=field.en, zh=field.zh)
    return {
        "field": field.id,
        "title": title,
        "section": field.section,
        "level": field.level,
        "asked": field.ask is not None,
    }


def _stated(known: Known) -> Iterator[Stated]:
    """Yield what can be held against the server later: commit, digests of data, metrics."""
    detail = known.detail
    if known.commit:
        yield Stated(name="commit", value=known.commit)
    if detail.version.run:
        yield Stated(name="run", value=detail.version.run)
    yield from _data(detail.run.datasets if detail.run else ())
    for key, value in performance.metrics_of(known).items():
        yield Stated(name=f"metric {key}", value=value)


def _data(datasets: Iterable[RawDataset]) -> Iterator[Stated]:
    """Yield the digests of a run's datasets; of several with one name and use each has a number."""
    known: Counter[str] = Counter()
    for dataset in sorted(datasets, key=lambda one: (one.name, one.context, one.digest)):
        name = f"data {dataset.name} ({dataset.context or '-'})"
        known[name] += 1
        yield Stated(name=name if known[name] == 1 else f"{name} {known[name]}", value=dataset.digest)


def digest_of(stated: tuple[Stated, ...], entries: Iterable[Entry]) -> str:
    """Return the SHA-256 over what is stated, known and answered: the same content, the same digest.

    What a publication itself changes is left out: the time of the last change, and the tag with this digest.
    """
    content = {
        "stated": [[one.name, one.value] for one in stated],
        "entries": {
            one.field: [
                _lasting(one),
                one.answer.text if one.answer else "",
                *(history.model_dump(mode="json") for history in one.histories),
            ]
            for one in entries
            if one.field != "created"
        },
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _lasting(entry: Entry) -> Any:
    """Return what machines know of a field, without the tag that a publication sets."""
    value = entry.value.model_dump(mode="json") if entry.value else None
    if entry.field == "evidence" and value and value["kind"] == "table":
        value["rows"] = [row for row in value["rows"] if row[0] != DIGEST_TAG]
        return value if value["rows"] else None
    return value


def completeness_of(entries: Sequence[Entry]) -> tuple[Completeness, ...]:
    """Return for each level how many of the entries that are due at it are filled."""
    return tuple(_completeness([one for one in entries if one.level <= level], level) for level in LEVELS)


def _completeness(due: Sequence[Entry], level: Literal[1, 2, 3]) -> Completeness:
    missing = tuple(one.field for one in due if not one.filled)
    return Completeness(level=level, due=len(due), filled=len(due) - len(missing), missing=missing)


def as_remarks(reasons: Iterable[str]) -> Iterator[Text]:
    """Yield reasons that a source gave: they are in one language."""
    yield from (Text(en=one, zh=one) for one in reasons)


def _remarks(known: Known) -> Iterator[Text]:
    yield from as_remarks(known.detail.lacks)
    if known.assessed:
        yield from as_remarks(assessed.remarks(known.assessed, known.versioned))
    view = known.view
    if view is None:
        yield _NO_REPOSITORY
    else:
        yield from as_remarks(view.remarks)
        if not known.commit:
            yield _OF_HEAD
