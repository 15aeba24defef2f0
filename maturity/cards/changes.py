"""What changed since the version before: by the changelog, by commits, by parameters and by metrics."""

from collections.abc import Mapping

from maturity.cards import performance
from maturity.cards.told import Known, Told, commit_of, grid, source
from maturity.model.card import CardSource

_CHANGED = ("what", "before", "now")


def told(known: Known) -> Told:
    """Say what differs from the version before, by the changelog, commits, parameters and metrics."""
    noted, sources, left_out = _noted(known)
    detail = known.detail
    if detail.previous is None:
        return grid(_CHANGED, noted, *sources, left_out=left_out)
    now, before = detail.run, detail.previous_run
    rows = [("version", detail.previous.version, detail.version.version)]
    one, other = commit_of(before, known.commit_tag), known.commit
    if one != other:
        rows.append(("commit", one[:12], other[:12]))
    commits = known.view.changes if known.view else ()
    rows += [(f"commit {one.place[:12]}", "-", one.value) for one in commits]
    if now and before:
        rows += _differing(before.parameters, now.parameters)
        rows += _differing(
            {key: performance.number(value) for key, value in before.metrics.items()},
            {key: performance.number(value) for key, value in now.metrics.items()},
        )
    sources += [source("git", f"{one}..{other}")] if commits else []
    return grid(_CHANGED, [*noted, *rows], known.registry, known.run, *sources, left_out=left_out)


def _noted(known: Known) -> tuple[list[tuple[str, str, str]], list[CardSource], int]:
    """Return what the changelog says of the version, where, and how much more there is."""
    view = known.view
    if view is None or view.noted is None:
        return [], [], 0
    section, path, commit = view.noted
    what = f"{path} {section.name}" + ("" if view.of_run and commit == view.commit else " (at HEAD)")
    rows = [(what, "-", entry) for entry in section.entries or ("the section is empty",)]
    return rows, [source("git", f"{commit}:{path}:{section.line}")], section.left_out


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [
        (key, before.get(key, "-"), now.get(key, "-"))
        for key in sorted({*before, *now})
        if before.get(key) != now.get(key)
    ]
