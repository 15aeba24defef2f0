"""Ask the packages that an operator named, and hold them to their word: what one fails to tell is a gap, never a no."""

import re
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint
from itertools import islice

from maturity.extending import Files, Observation, Reading
from maturity.model.assessment import Plugin, SourceReport, SourceState
from maturity.model.facts.observation import ObservationFact
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.plugins.found import EXTRACTORS, SOURCES, Package, PluginFailed, installed
from maturity.plugins.observed import KIND, Observed

MOST = 10_000
"""Observations of one entry point."""
MOST_GAPS = 100
QUOTE = 160
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def find(names: Iterable[str]) -> tuple[Package, ...]:
    """Return the packages that were named. Raises UsageError for one that cannot observe anything."""
    return tuple(installed(name) for name in dict.fromkeys(names))


def observe(
    packages: Iterable[Package],
    files: Files,
    unread: Callable[[], Iterable[Gap]],
    environment: Mapping[str, str] | None,
) -> Observed:
    """Ask every package.

    Args:
        packages: Those that were named.
        files: What extractors may read.
        unread: Tells, afterwards, which files they asked for and could not have.
        environment: For live sources; None when they are not asked, because more than one project is judged.
    """
    facts: list[ObservationFact] = []
    gaps: list[Gap] = []
    reports: list[SourceReport] = []
    plugins: list[Plugin] = []
    for package in packages:
        said = [_extracted(package, entry, files) for entry in package.of(EXTRACTORS)]
        said += [_read(package, entry, environment) for entry in package.of(SOURCES)]
        plugins.append(Plugin(name=package.name, version=package.version))
        for one in said:
            facts += one.facts
            gaps += one.gaps
            reports += one.reports
    gaps += [gap.model_copy(update={"hides": (KIND,)}) for gap in unread()]
    return Observed(tuple(facts), tuple(gaps), tuple(reports), tuple(plugins)) if plugins else Observed()


def _extracted(package: Package, entry: EntryPoint, files: Files) -> Observed:
    uri = f"{package}: {entry.name}"
    try:
        facts = package.call(entry, lambda extract: _facts(extract(files), frozenset(files.paths)))
    except PluginFailed as fault:
        return _failed(uri, str(fault))
    report = SourceReport(kind="plugin", uri=uri, state="read", detail=_detail(uri, facts))
    return Observed(facts, (), (report,))


def _read(package: Package, entry: EntryPoint, environment: Mapping[str, str] | None) -> Observed:
    uri = f"{package}: {entry.name}"
    if environment is None:
        gap = Gap(path=None, reason=f"{uri}: a live source belongs to one project", hides=(KIND,))
        return Observed((), (gap,), (SourceReport(kind="plugin", uri=uri, state="not-given", detail=gap.reason),))
    try:
        facts, shown = package.call(entry, lambda read: _reading(read(environment)))
    except PluginFailed as fault:
        return _failed(uri, str(fault))
    gaps = tuple(Gap(path=None, reason=f"{uri}: {why[:QUOTE]}", hides=(KIND,)) for why in shown.gaps[:MOST_GAPS])
    state: SourceState = "partly-read" if gaps else "read"
    report = SourceReport(kind="plugin", uri=shown.uri[:QUOTE], state=state, detail=_detail(uri, facts), gaps=gaps)
    return Observed(facts, gaps, (report,))


def _failed(uri: str, fault: str) -> Observed:
    gap = Gap(path=None, reason=fault, hides=(KIND,))
    return Observed((), (gap,), (SourceReport(kind="plugin", uri=uri, state="unreadable", detail=fault),))


def _detail(uri: str, facts: tuple[ObservationFact, ...]) -> str:
    return f"{uri}: {len(facts)} observations"


def _reading(shown: object) -> tuple[tuple[ObservationFact, ...], Reading]:
    if not isinstance(shown, Reading) or not isinstance(shown.uri, str):
        raise PluginFailed(f"returned {type(shown).__name__}, and no Reading")
    if not all(isinstance(why, str) for why in shown.gaps):
        raise PluginFailed("returned a gap that is no text")
    return _facts(shown.observations, frozenset()), shown


def _facts(found: Iterable[Observation], paths: frozenset[str]) -> tuple[ObservationFact, ...]:
    """Turn observations into facts.

    Raises:
        PluginFailed: one is none, names no file of the target, or there are too many.
    """
    facts = tuple(_fact(one, paths) for one in islice(found, MOST + 1))
    if len(facts) > MOST:
        raise PluginFailed(f"returned more than {MOST} observations")
    return facts


def _fact(one: object, paths: frozenset[str]) -> ObservationFact:
    if not isinstance(one, Observation):
        raise PluginFailed(f"returned {type(one).__name__}, and no Observation")
    texts = (one.name, one.value, one.path, one.uri, one.text)
    if not all(isinstance(text, str) for text in texts) or not isinstance(one.holds, bool):
        raise PluginFailed("returned an observation with a field of another type")
    if not _NAME.fullmatch(one.name):
        raise PluginFailed(f"{one.name[:40]!r} is no name of an observation: acme-passport is one")
    if not one.uri and one.path not in paths:
        raise PluginFailed(f"{one.name} names no file of the target, and no address")
    line = one.line if isinstance(one.line, int) and one.line > 0 else None
    at = Place(path=one.path or None, line=line, uri=one.uri[:QUOTE] or None, text=one.text[:QUOTE])
    return ObservationFact(at=at, name=one.name, holds=one.holds, value=one.value[:QUOTE])
