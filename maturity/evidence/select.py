"""Which Python files are worth parsing: those that could prove something, and those that lead to or from them.

A file without a telling word that neither imports nor is imported by one that has one, that no configuration names and
that is no test cannot prove anything; it is skimmed as bytes and left alone.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from maturity.evidence.layout import test_path, vendored
from maturity.evidence.python.index import collected
from maturity.evidence.python.module import Skim
from maturity.evidence.python.words import (
    checks_records,
    judges_models,
    prepares_records,
    program_checks_records,
    program_scores,
)

HEURISTIC_WORDS = frozenset(
    (
        "rollback roll_back champion challenger canary blessing retrain drift lambda_handler BackgroundScheduler"
        " TestClient"
    ).split()
)
"""Words behind activities and services that no single library call proves."""
HEURISTIC_ATTRIBUTES = frozenset(
    (
        "read_csv to_csv read_parquet to_parquet savez tofile save_to_disk predict_proba ks_2samp wasserstein_distance"
        " add_job DataLoader imwrite load_state_dict"
    ).split()
)
"""The same for names that count only behind a dot or in an import."""
GIVEN_METHODS = frozenset(("fit", "partial_fit"))
"""Names behind a dot that matter in what a program imports: the object, and its library, may be the program's."""
DYNAMIC = frozenset(("import_module", "__import__", "instantiate"))
"""Words of imports by name: such a file and the programs that use it matter, not the library around it."""
STARTING = frozenset(("subprocess", "nox", "nox_poetry", "invoke", "fabric"))
"""A file that imports one of them may start another program of the project; the same holds for it."""
TELLING_MODULES = frozenset(
    (
        "fastapi flask starlette django rest_framework grpc streamlit gradio tornado sanic aiohttp litserve mlserver"
        " ray schedule apscheduler celery kafka bottle falcon quart robyn chainlit"
    ).split()
)
"""Modules whose import makes a file a service, a demo, a scheduler or a consumer."""
MODELS = frozenset(
    (
        "torch keras tensorflow flax lightning pytorch_lightning sklearn joblib pickle xgboost lightgbm catboost "
        "transformers onnxruntime mlflow spacy"
    ).split()
)
"""Modules whose import makes a file that tests import one that may hold a model."""
STORES = frozenset(
    (
        "sqlalchemy sqlmodel pymongo motor sqlite3 aiosqlite psycopg2 psycopg asyncpg pymysql peewee tortoise redis"
        " boto3 kafka confluent_kafka aiokafka pika elasticsearch influxdb_client duckdb beanie mongoengine csv"
    ).split()
)
"""Modules whose import makes a file that a service imports one that may store what it answers."""
REQUESTING = frozenset(("requests", "httpx"))
"""Modules that send requests."""
MOST_TESTS = 60
"""Test files without a telling word that are parsed, in the order of their paths; thousands would prove no more."""
MOST_MODELS = 20
"""A service that imports more files with libraries of models than this is a part of such a library."""
FACADE = 40
"""An `__init__` with more imports than this only passes names on; all of them would be the whole library."""
HOPS = 3
"""How many imports away from a program a seed or a parameter is still looked for."""
REACH = 3
"""How many library modules may lie between a program and what it proves: deeper chains were not seen in projects, and
in a library everything is a few imports away from everything."""
HUB = 30
"""A file with more importers than this is the base of a library: from there on only programs count."""
_NAMED_FILE = re.compile(r"(?<![\w./{}$-])[\w./{}$-]+\.py\b")
"""A match begins where such a name begins: tried from each of its letters, a long hash would cost their square."""

_PROSE = (".md", ".rst", ".txt", ".mdx")

Resolve = Callable[[str, str], str | None]


def named_files(texts: Mapping[str, str]) -> frozenset[str]:
    """Return the names of Python files that configuration and scripts (not prose) mention."""
    return frozenset(
        match.rpartition("/")[2]
        for path, text in texts.items()
        if not path.endswith(_PROSE) and ".py" in text
        for match in _NAMED_FILE.findall(text)
    ) - {"__init__.py"}


def select(
    skims: Mapping[str, Skim],
    resolve: Resolve,
    *,
    strong: frozenset[str],
    weak: frozenset[str],
    named: frozenset[str],
) -> frozenset[str]:
    """Return the Python files and notebooks to parse.

    Args:
        skims: What the pre-filter saw in every Python file.
        resolve: Finds the file of a dotted module as seen from an importing file.
        strong: Words that can prove an activity by themselves.
        weak: Words that matter only inside a program that is selected already.
        named: Names of Python files that configuration mentions.
    """
    own = {path: skim for path, skim in skims.items() if not skim.binary and not vendored(path)}
    anchors = {path for path, skim in own.items() if _telling(skim, strong) or path.endswith(".ipynb")}
    mentioned = {path for path in own if path.rpartition("/")[2] in named}
    mentioned |= {path for path, skim in own.items() if skim.main_guard and program_checks_records(path)}
    mentioned |= {
        path for path, skim in own.items() if program_scores(path) and _imports_any(skim, MODELS | {"ultralytics"})
    }
    tests = sorted(path for path, skim in own.items() if skim.test_functions and test_path(path))
    programs = anchors | {path for path, skim in own.items() if skim.main_guard}
    imports = _Imports.of(own, resolve)
    dynamic = {path for path, skim in own.items() if not skim.tokens.isdisjoint(DYNAMIC) or _starts(skim)}
    dynamic |= {other for path in dynamic for other in imports.by.get(path, ()) if own[other].main_guard}
    chosen = imports.importers(anchors, programs) | mentioned | dynamic | set(tests[:MOST_TESTS])
    starts = {path for path in chosen if own[path].main_guard or path in mentioned | dynamic or path not in imports.by}
    chosen = anchors | imports.leading(chosen, starts)
    services = {path for path in anchors if _imports_any(own[path], TELLING_MODULES)}
    near = imports.imported(starts, HOPS) | imports.imported(services, 1)
    details = {path for path in near if own[path].tokens & weak or _imports_any(own[path], weak)}
    kept = imports.storing(services, own) | imports.answering(services, own)
    tried = [
        path
        for path in sorted(imports.offered(tests[:MOST_TESTS]))
        if test_path(path) or _imports_any(own[path], MODELS)
    ]
    set_up = [path for path in sorted(own) if path.endswith("conftest.py") or _asks(path, own[path])]
    return frozenset(chosen | details | kept | {*tried[:MOST_TESTS], *set_up[:MOST_TESTS]} | imports.preparing(anchors))


def _telling(skim: Skim, strong: frozenset[str]) -> bool:
    """Tell whether a file can prove something: it uses a telling word, or imports it."""
    return not skim.tokens.isdisjoint(strong) or _imports_any(skim, strong) or _imports_any(skim, TELLING_MODULES)


def _imports_any(skim: Skim, words: frozenset[str]) -> bool:
    return any(part in words for dotted in skim.imports for part in dotted.split("."))


def _asks(path: str, skim: Skim) -> bool:
    """Tell whether a file is a script among the tests that sends requests."""
    return not skim.test_functions and collected(path) and _imports_any(skim, REQUESTING)


def _starts(skim: Skim) -> bool:
    return any(one.partition(".")[0] in STARTING for one in skim.imports)


@dataclass(slots=True)
class _Imports:
    """Who imports whom, and by which names."""

    by: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """Of an imported file: its importers, each with the last parts of the names that it takes from there."""
    of_: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, skims: Mapping[str, Skim], resolve: Resolve) -> "_Imports":
        """Resolve every import line once."""
        imports = cls()
        for path, skim in skims.items():
            for dotted in skim.imports:
                parent, _, name = dotted.rpartition(".")
                target = resolve(dotted, path) or (resolve(parent, path) if parent.strip(".") else None)
                if target is not None and target != path and target in skims:
                    imports.of_.setdefault(path, set()).add(target)
                    imports.by.setdefault(target, {}).setdefault(path, set()).add(name)
        return imports

    def importers(self, origins: set[str], programs: set[str]) -> set[str]:
        """Return the origins and all that imports them; through an `__init__` only who takes a name that it passes on,
        and of the many importers of a hub only programs.
        """
        passed: dict[str, set[str]] = {}
        steps = dict.fromkeys(origins, 0)
        queue = deque(origins)
        while queue:
            path = queue.popleft()
            hot = None if path in origins else passed.get(path)
            importers = self.by.get(path, {})
            deep = len(importers) > HUB or steps[path] >= REACH
            for other, names in importers.items():
                facade = other.endswith("__init__.py")
                if deep and other not in programs and not facade:
                    continue
                fresh = _passed_on(names, hot) - passed.get(other, set())
                if not fresh or (other in steps and not facade):
                    continue
                if facade:
                    passed.setdefault(other, set()).update(fresh)
                steps.setdefault(other, steps[path] + (not facade))
                queue.append(other)
        return set(steps)

    def leading(self, chosen: set[str], starts: set[str]) -> set[str]:
        """Return the chosen files that programs get to: the rest of a library leads from nowhere to what it proves."""
        seen = set(starts)
        taken: dict[str, set[str]] = {}
        queue = deque(starts)
        while queue:
            path = queue.popleft()
            targets = self.of_.get(path, set())
            hot = taken.get(path) if len(targets) > FACADE else None
            for target in targets & chosen:
                fresh = _passed_on(self.by[target][path], hot) - taken.get(target, set())
                if not fresh or (target in seen and not target.endswith("__init__.py")):
                    continue
                taken.setdefault(target, set()).update(fresh)
                seen.add(target)
                queue.append(target)
        return seen

    def storing(self, services: set[str], own: Mapping[str, Skim]) -> set[str]:
        """Return what services import, two hops deep, that uses a store, or takes a session or a table from there."""
        near = self.imported(services, 2)
        stores = {path for path in self.imported(near, 1) if path in own and _imports_any(own[path], STORES)}
        return {path for path in near if path in stores or not stores.isdisjoint(self.of_.get(path, ()))}

    def answering(self, services: set[str], own: Mapping[str, Skim]) -> set[str]:
        """Return what services import, two hops deep, that may hold a model, with the layers between and its bases."""
        near = self.imported(services, 2)
        models = {path for path in near - services if path in own and _imports_any(own[path], MODELS)}
        if not models or len(models) > MOST_MODELS:
            return set()
        layers = {path for path in near if not models.isdisjoint(self.of_.get(path, ()))}
        return (models | layers | self.imported(models, 1)) & own.keys()

    def preparing(self, origins: set[str]) -> set[str]:
        """Return the files of which one of the origins takes a function named for preparing or checking data,
        or for judging a model.
        """
        return {
            target
            for path in origins
            for target in self.of_.get(path, ())
            if any(
                prepares_records(name) or checks_records(name) or judges_models(name) for name in self.by[target][path]
            )
        }

    def offered(self, origins: Iterable[str]) -> set[str]:
        """Return what the origins import, by its own name or by that of its package."""
        direct = {target for path in origins for target in self.of_.get(path, ())}
        return direct | self.imported({path for path in direct if path.endswith("__init__.py")}, 1)

    def imported(self, origins: set[str], hops: int) -> set[str]:
        """Return what the origins import, some hops deep, without going through façades."""
        seen = set(origins)
        edge = origins
        for _ in range(hops):
            edge = {
                other for path in edge if len(self.of_.get(path, ())) <= FACADE for other in self.of_.get(path, ())
            } - seen
            seen |= edge
        return seen


def _passed_on(names: set[str], hot: set[str] | None) -> set[str]:
    """Return which names an importer takes of those that lead on; a star, or a module taken whole, takes everything."""
    if hot is None or "*" in hot or "*" in names or len(names) == 1:
        return names
    return names & hot
