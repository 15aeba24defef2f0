"""What changed since the version before: by the changelog, by commits, by parameters and by metrics."""

from collections.abc import Mapping

from maturity.cards.told import Known, Told, commit_of, grid, source
from maturity.model.card import CardSource, Cell
from maturity.render.cards.numbers import printed

_CHANGED = ("what", "before", "now")


def told(known: Known) -> Told:
    """Say what differs from the version before, by the changelog, commits, parameters and metrics."""
    noted, sources, left_out = _noted(known)
    detail = known.detail
    if detail.previous is None:
        return grid(_CHANGED, noted, *sources, left_out=left_out)
    now, before = detail.run, detail.previous_run
    rows: list[tuple[Cell, ...]] = [("version", detail.previous.version, detail.version.version)]
    one, other = commit_of(before, known.commit_tag), known.commit
    if one != other:
        rows.append(("commit", one[:12], other[:12]))
    commits = known.view.changes if known.view else ()
    rows += [(f"commit {one.place[:12]}", "-", one.value) for one in commits]
    if now and before:
        rows += _differing(before.parameters, now.parameters)
        rows += _differing(before.metrics, now.metrics)
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


def _differing(before: Mapping[str, Cell], now: Mapping[str, Cell]) -> list[tuple[Cell, ...]]:
    """Return what a reader sees to differ: noise below the digits that are printed is no change."""
    rows = ((key, before.get(key, "-"), now.get(key, "-")) for key in sorted({*before, *now}))
    return [row for row in rows if printed(row[1]) != printed(row[2])]
