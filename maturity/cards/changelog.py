"""What a changelog says of one version: the section that is headed by its release or by its number, and no other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from maturity.errors import Unreadable
from maturity.sources.dvc.committed import Committed

_FILE = re.compile(r"(?i)(?:changelog|changes|history|news|releases)(?:\.md|\.markdown|\.txt)?")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_ITEM = re.compile(r" {0,3}[-*+][ \t]+(\S.*)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_RELEASE = re.compile(r"(?:|[^\d]{0,100}[-/@_])v?(\d{1,9}(?:\.\d{1,9}){1,5}[\w.+-]{0,50})", re.ASCII | re.IGNORECASE)
"""The number in the name of a tag: `v1.2.0`, `release/1.2.0`, `churn-v1.2.0`."""
_TOP = 3
"""Headings deeper than this are no versions."""
MOST, LONGEST = 40, 500
"""Entries of a section, and characters of one."""
Line = tuple[int, str]
"""Its number, and what it says."""


class Release(NamedTuple):
    """What a version may be called in a changelog."""

    model: str
    version: str
    named: tuple[str, ...] = ()
    """Releases that tags of the version name."""

    def names(self, git_tags: Iterable[str]) -> tuple[str, ...]:
        """Return its names, those of its releases first; `git_tags` lead to the very commit of its run."""
        releases = (*git_tags, *self.named)
        numbers = (found[1] for name in releases if (found := _RELEASE.fullmatch(name)))
        number = self.version
        own = (f"{self.model}{mark}{number}" for mark in ("/", " ", "@", " v", "-v"))
        return tuple(dict.fromkeys((*releases, *numbers, *own, f"models:/{self.model}/{number}", f"v{number}", number)))


class Section(NamedTuple):
    """The part of a changelog that is about one version."""

    name: str
    line: int
    entries: tuple[str, ...]
    """`Group: text`, or the text alone."""
    left_out: int = 0


class Noted(NamedTuple):
    """Where such a section stands."""

    section: Section
    path: str
    commit: str


def noted(names: tuple[str, ...], commits: Iterable[Committed]) -> tuple[Noted | None, str]:
    """Look for the section of a version in the changelogs of commits, one after the other; else say that there is none.

    Args:
        names: What the version may be called, the best name first.
        commits: The commit of its run first, where that is known.
    """
    texts: list[tuple[str, str, tuple[Line, ...]]] = []
    for at in commits:
        for path in sorted(path for path in at.files if _FILE.fullmatch(path)):
            try:
                texts.append((at.commit, path, tuple(_plain(at.contents.text(at.files[path])))))
            except Unreadable as error:
                return None, f"{path}: {error}: what it says of this version is not told"
    for name in names:
        for commit, path, lines in texts:
            if found := _section(lines, name):
                return Noted(found, path, commit), ""
    if not texts:
        return None, "the repository has no changelog that could tell of this version"
    looked = ", ".join(dict.fromkeys(path for _, path, _ in texts))
    return None, f"{looked} has no section for this version: none is headed {' or '.join((names[0], names[-1]))}"


def section(source: str, name: str) -> Section | None:
    """Return the section whose heading names a version: `## [1.2.0] - 2024-05-01`, `## v1.2.0`, `# 1.2.0 (date)`."""
    return _section(tuple(_plain(source)), name)


def _section(lines: Sequence[Line], name: str) -> Section | None:
    for position, (number, line) in enumerate(lines):
        heading = _HEADING.fullmatch(line)
        if heading and len(heading[1]) <= _TOP and _called(heading[2]).casefold() == name.casefold():
            body = tuple(_body((text for _, text in lines[position + 1 :]), len(heading[1])))
            return Section(_called(heading[2]), number, body[:MOST], max(0, len(body) - MOST))
    return None


def _plain(source: str) -> Iterator[Line]:
    """Yield the lines with their numbers, but for what is fenced as code."""
    fenced = False
    for number, line in enumerate(source.splitlines(), 1):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def _called(heading: str) -> str:
    """Return which version a heading names, without its date, its link and `Release`."""
    bare = re.sub(r"(?i)^(?:release|version)[ \t]+", "", heading.strip())
    if bare.startswith("["):
        return bare[1:].partition("]")[0].strip()
    return re.split(r"[ \t]+(?:[-\u2013\u2014(]|\[yanked)|[ \t]*#+$", bare, maxsplit=1, flags=re.IGNORECASE)[0].strip()


def _body(lines: Iterable[str], depth: int) -> Iterator[str]:
    """Yield the entries until the next heading of the same depth; what is indented belongs to the entry above."""
    group, entry = "", ""
    for line in lines:
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if not (heading or item or not line.strip()):
            entry = f"{entry} {line.strip()}".strip()[: LONGEST + 1]
            continue
        if entry:
            yield _cut(group, entry)
        entry = item[1].strip() if item else ""
        if heading:
            if len(heading[1]) <= depth:
                return
            group = heading[2].strip()
    if entry:
        yield _cut(group, entry)


def _cut(group: str, entry: str) -> str:
    told = f"{group}: {entry}" if group else entry
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"
