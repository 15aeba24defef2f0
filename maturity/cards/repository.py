"""What a repository says of a version: at the commit of its run where it has that, else at HEAD."""

import re
from dataclasses import dataclass
from posixpath import basename

from maturity.cards import citation
from maturity.cards.changelog import Noted, Release, noted
from maturity.documents.tree import Table, text
from maturity.errors import Unreadable
from maturity.model.storage import RawTracked
from maturity.sources.dvc.at import recorded_at
from maturity.sources.dvc.committed import Committed, Contents
from maturity.sources.git.revisions import Revisions

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "requirements.lock", "requirements.txt")
_LICENCES = (
    ("Apache License", "Apache-2.0"),
    ("MIT License", "MIT"),
    ("Permission is hereby granted, free of charge", "MIT"),
    ("GNU AFFERO GENERAL PUBLIC LICENSE", "AGPL-3.0"),
    ("GNU LESSER GENERAL PUBLIC LICENSE", "LGPL-3.0"),
    ("GNU GENERAL PUBLIC LICENSE", "GPL-3.0"),
    ("Mozilla Public License", "MPL-2.0"),
    ("Redistribution and use in source and binary forms", "BSD-3-Clause"),
)
"""How the texts of licences begin, and their SPDX ids."""
_FROM = re.compile(r"^FROM\s+(?:--\S+\s+)*(\S+)", re.MULTILINE | re.IGNORECASE)
_HEAD = 4_000
MOST_COMMITS = 30
"""That lead from the version before to this one."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a file of the repository says."""

    value: str
    place: str
    """`path:line` or a path."""


@dataclass(frozen=True, slots=True)
class RepositoryView:
    """A repository at one commit."""

    commit: str
    of_run: bool
    """It is the commit of the run, and not HEAD in its place."""
    tracked: tuple[RawTracked, ...] = ()
    stages: tuple[Said, ...] = ()
    locks: tuple[str, ...] = ()
    python: Said | None = None
    images: tuple[Said, ...] = ()
    licence: Said | None = None
    owners: Said | None = None
    changes: tuple[Said, ...] = ()
    """Subjects of the commits since the version before, newest first; the place is the commit."""
    noted: Noted | None = None
    """The section of the changelog that is about this version, at the commit of its run, else at HEAD."""
    citation: tuple[tuple[str, Said], ...] = ()
    """What `CITATION.cff` says at HEAD, by what it is."""
    card: tuple[str, str] | None = None
    """Path and text of the part that people wrote, at HEAD: it is corrected after a model was trained."""
    remarks: tuple[str, ...] = ()


def view(
    revisions: Revisions, commit: str, card: str, before: str = "", release: Release | None = None
) -> RepositoryView:
    """Look at a repository.

    Args:
        revisions: Of the target.
        commit: What the run names; empty when it names none.
        card: Name of the file that people write.
        before: What the run of the version before names; empty when there is none.
        release: What the version may be called in a changelog; None where nobody asks.

    Raises:
        Unreadable: it has no commit at all.
    """
    if revisions.head is None:
        raise Unreadable("the repository has no commit yet")
    contents = Contents(revisions)
    remarks: list[str] = []
    chosen, of_run = revisions.head, False
    if commit:
        try:
            revisions.tree(commit)
            chosen, of_run = commit, True
        except Unreadable as error:
            remarks.append(f"commit {commit[:12]} of the run {error}: what the repository says is of HEAD")
    at = Committed(chosen, revisions.tree(chosen), contents)
    head = at if chosen == revisions.head else Committed(revisions.head, revisions.tree(revisions.head), contents)
    recorded = recorded_at(revisions, [chosen])[chosen]
    remarks += [recorded.unread] if recorded.unread else []
    tags = [tag.name for tag in revisions.tags if of_run and tag.commit == chosen] if release else []
    told, lacks = noted(release.names(tags), dict.fromkeys((at, head))) if release else (None, "")
    remarks += [lacks] if lacks else []
    return RepositoryView(
        commit=chosen,
        of_run=of_run,
        tracked=recorded.tracked,
        stages=_stages(at, remarks),
        locks=tuple(name for name in LOCKS if name in at.files),
        python=_first(at, ".python-version"),
        images=_images(at),
        licence=_licence(at),
        owners=next((found for path in (".github/CODEOWNERS", "CODEOWNERS") if (found := _owners(head, path))), None),
        changes=_changes(revisions, before, chosen, remarks) if of_run and before else (),
        noted=told,
        citation=_citation(head, remarks),
        card=(card, _text(head, card)) if card in head.files else None,
        remarks=tuple(remarks),
    )


def _changes(revisions: Revisions, before: str, now: str, remarks: list[str]) -> tuple[Said, ...]:
    found = revisions.between(before, now, MOST_COMMITS + 1)
    if len(found) > MOST_COMMITS:
        remarks.append(f"more than {MOST_COMMITS} commits since the version before: the newest are told")
    return tuple(Said(subject, commit) for commit, subject in found[:MOST_COMMITS])


def _citation(at: Committed, remarks: list[str]) -> tuple[tuple[str, Said], ...]:
    if citation.FILE not in at.files:
        return ()
    try:
        told = citation.cited(at.contents.text(at.files[citation.FILE]))
    except Unreadable as error:
        remarks.append(f"{citation.FILE}: {error}")
        return ()
    return tuple((what, Said(value, f"{citation.FILE}:{line}")) for what, value, line in told)


def _text(at: Committed, path: str) -> str:
    try:
        return at.contents.text(at.files[path])
    except (KeyError, Unreadable):
        return ""


def _first(at: Committed, path: str) -> Said | None:
    lines = [line.strip() for line in _text(at, path).splitlines() if line.strip()]
    return Said(lines[0], f"{path}:1") if lines else None


def _stages(at: Committed, remarks: list[str]) -> tuple[Said, ...]:
    found: list[Said] = []
    for path in at.pipelines:
        try:
            tree = at.tree(path)
        except Unreadable as error:
            remarks.append(f"{path}: {error}")
            continue
        stages = tree.get("stages") if isinstance(tree, Table) else None
        if isinstance(stages, Table):
            for name, stage in stages.items():
                command = text(stage.get("cmd")) if isinstance(stage, Table) else ""
                found.append(Said(f"{name}: {command}" if command else name, f"{path}:{stages.line_of(name)}"))
    return tuple(found)


def _images(at: Committed) -> tuple[Said, ...]:
    names = [path for path in at.files if "dockerfile" in basename(path).lower() or basename(path) == "Containerfile"]
    found = []
    for path in sorted(names)[:5]:
        for match in _FROM.finditer(_text(at, path)):
            line = _text(at, path).count("\n", 0, match.start()) + 1
            found.append(Said(match[1], f"{path}:{line}"))
    return tuple(found)


def _licence(at: Committed) -> Said | None:
    for path in sorted(at.files):
        if "/" not in path and re.match(r"(?i)(?:licen[cs]e|copying)", path):
            beginning = _text(at, path)[:_HEAD]
            known = next((spdx for words, spdx in _LICENCES if words.lower() in beginning.lower()), "")
            return Said(known or path, f"{path}:1")
    return None


def _owners(at: Committed, path: str) -> Said | None:
    for number, line in enumerate(_text(at, path).splitlines(), 1):
        words = line.split()
        if len(words) > 1 and words[0] == "*":
            return Said(" ".join(words[1:]), f"{path}:{number}")
    return None
