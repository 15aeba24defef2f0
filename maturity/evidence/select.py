"""Which Python files are worth parsing: those that could prove something, and those that lead to or from them.

A file without a telling word that neither imports nor is imported by one that has one, that no configuration names and
that is no test cannot prove anything; it is skimmed as bytes and left alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from maturity.evidence.layout import test_path, vendored
from maturity.evidence.python.module import Skim

HEURISTIC_WORDS = frozenset(
    (
        "read_csv to_csv to_parquet read_parquet savez tofile save_to_disk rollback roll_back revert drift psi champion challenger predict"
        " predict_proba promote deploy retrain threshold blessing BaseModel app route TestClient scheduler add_job"
    ).split()
)
"""Words behind activities that no single library call proves."""
_NAMED_FILE = re.compile(r"[\w./{}$-]+\.py\b")


def named_files(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of Python files that configuration and scripts mention."""
    return frozenset(PurePosixPath(match).name for text in texts for match in _NAMED_FILE.findall(text))


def select(
    skims: Mapping[str, Skim],
    resolve: Callable[[str, str], str | None],
    strong: frozenset[str],
    weak: frozenset[str],
    named: frozenset[str],
) -> list[str]:
    """Return the Python files and notebooks to parse, in order.

    Args:
        skims: What the pre-filter saw in every Python file.
        resolve: Finds the file of a dotted module as seen from an importing file.
        strong: Words that can prove an activity by themselves.
        weak: Words that matter only inside a program that is selected already.
        named: Names of Python files that configuration mentions.
    """
    own = {path: skim for path, skim in skims.items() if not skim.binary and not vendored(path)}
    anchors = {path for path, skim in own.items() if _is_anchor(path, skim, strong, named)}
    forward, backward = _imports(own, resolve)
    chosen = _closure(anchors, backward)
    details = {path for path in _closure(chosen, forward) if own[path].tokens & weak}
    return sorted(chosen | details)


def _is_anchor(path: str, skim: Skim, strong: frozenset[str], named: frozenset[str]) -> bool:
    return (
        path.endswith(".ipynb")
        or bool(skim.tokens & strong)
        or bool(skim.test_functions and test_path(path))
        or PurePosixPath(path).name in named
    )


def _imports(
    skims: Mapping[str, Skim], resolve: Callable[[str, str], str | None]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    forward: dict[str, set[str]] = {}
    backward: dict[str, set[str]] = {}
    for path, skim in skims.items():
        for dotted in skim.imports:
            target = resolve(dotted, path)
            if target is not None and target != path and target in skims:
                forward.setdefault(path, set()).add(target)
                backward.setdefault(target, set()).add(path)
    return forward, backward


def _closure(origins: set[str], neighbours: Mapping[str, set[str]]) -> set[str]:
    seen = set(origins)
    queue = list(origins)
    while queue:
        for other in neighbours.get(queue.pop(), ()):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen
