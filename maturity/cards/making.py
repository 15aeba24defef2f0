"""Read everything that a card is made of, and make it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from maturity.cards import human
from maturity.cards.assessed import Assessed
from maturity.cards.authorship import answered
from maturity.cards.build import build
from maturity.cards.changelog import Release
from maturity.cards.repository import RepositoryView, view
from maturity.cards.told import commit_of, commit_of_version
from maturity.errors import Unreadable, UsageError
from maturity.model.card import Answer, Card
from maturity.model.version import RawVersionDetail
from maturity.sources.git import open_target
from maturity.sources.mlflow.detail import read_version
from maturity.sources.mlflow.naming import Reference

RELEASE = ("release", "release_tag", "git_tag", "git.tag")
"""Tags of a version that name the release, or the tag of git, in which it went out."""


class Asked(NamedTuple):
    """What a card is asked for."""

    reference: Reference
    mlflow: str
    repository: str | None
    """Where the code is; None when nobody named it."""
    commit_tag: str
    environment: Mapping[str, str]
    assessment: Assessed | None = None


class Made(NamedTuple):
    """A card, and what it was made of."""

    card: Card
    detail: RawVersionDetail


def make(asked: Asked, now: datetime, progress: Callable[[str], None]) -> Made:
    """Return the card of a version.

    Raises:
        UsageError: there is no such version, or what people wrote cannot be read.
        Unreadable: the server cannot be read.
    """
    detail = read_version(asked.mlflow, asked.reference, now=now, progress=progress, environment=asked.environment)
    seen: RepositoryView | None = None
    answers: dict[str, Answer] = {}
    if asked.repository is not None:
        progress("reading the repository")
        with open_target(asked.repository) as snapshot:
            if snapshot.revisions is None:
                raise UsageError(f"{asked.repository}: is no git repository")
            try:
                commit = commit_of_version(detail, asked.commit_tag)
                before = commit_of(detail.previous_run, asked.commit_tag)
                named = (detail.version.tags[tag] for tag in RELEASE if detail.version.tags.get(tag))
                release = Release(detail.model, detail.version.version, tuple(named))
                seen = view(snapshot.revisions, commit, human.FILE, before, release)
            except Unreadable as error:
                raise UsageError(f"{asked.repository}: {error}") from None
            answers = answered(seen, snapshot.revisions, detail.model, "model")
    return Made(build(detail, seen, answers, asked.commit_tag, asked.assessment), detail)
