"""GitLab CI: jobs with their rules, what they extend, and the files they include."""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Series, Table, items, series, table, text
from maturity.evidence.graph.ci.gitlab_rules import roots_of
from maturity.evidence.graph.ci.pipeline import Pipeline, Started, script, texts
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.shell import Options
from maturity.evidence.layout import expanded

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "gitlab-ci"
MAX_INCLUDES = 50
MAX_JOBS = 500
MAX_EXTENDS = 10
_KEYWORDS = frozenset(
    "default include stages variables workflow image services cache before_script after_script spec".split()
)
_BY_DEFAULT = ("before_script", "after_script", "image", "services", "cache", "tags")


def read(builder: "Builder") -> None:
    """Read the target's `.gitlab-ci.yml`."""
    for base in builder.roots:
        for path in sorted(builder.files.below(base)):
            if expanded(posixpath.basename(path)) in (".gitlab-ci.yml", ".gitlab-ci.yaml"):
                builder.attempt(path, partial(_read, builder, path, base))


def _read(builder: "Builder", path: str, base: str) -> None:
    merged, homes = _included(builder, path, base)
    default = table(merged.get("default"))
    stages = [text(one) for _, one in items(merged.get("stages"))] or ["build", "test", "deploy"]
    files = {home: Pipeline(builder, SYSTEM, home, home) for home in dict.fromkeys([path, *homes.values()])}
    by_stage: dict[str, list[tuple[str, str]]] = {}
    jobs = _Jobs(merged)
    for name in _names(merged):
        job = jobs.whole(name)
        if not ({"script", "trigger", "run"} & set(job)):
            continue
        for key in _BY_DEFAULT:
            for source in (default, merged):
                if key in source and key not in job:
                    job[key] = source[key]
                    job.lines[key] = source.line_of(key)
        home = homes.get(name, path)
        line = merged.line_of(name)
        started = list(roots_of(job, merged, line))
        node = files[home].job(name, line, started)
        by_stage.setdefault(text(job.get("stage")) or "test", []).append((name, node))
        if _only_on_failure(job):
            builder.failing.append(node)
        _follow(builder, files[home], node, job, merged, base)
    _order(builder, by_stage, stages, merged)
    for home, pipeline in files.items():
        pipeline.close([] if by_stage or home != path else [Started("", "manual", 1)])


def _only_on_failure(job: Table) -> bool:
    """Tell whether a job runs when one of an earlier stage has failed, and then only."""
    rules = [text(table(one).get("when")) for _, one in items(job.get("rules"))]
    return text(job.get("when")) == "on_failure" or (bool(rules) and set(rules) <= {"on_failure", "never"})


def _names(merged: Table) -> list[str]:
    """Return the names of the jobs; those with a dot are only there to be extended."""
    named = [name for name in merged if name not in _KEYWORDS and not name.startswith(".")]
    return [name for name in named if isinstance(merged[name], Table)][:MAX_JOBS]


def _included(builder: "Builder", path: str, base: str) -> tuple[Table, dict[str, str]]:
    """Return one table of all files, each read once, and the file that each job stands in; what includes wins."""
    merged, homes = Table(), dict[str, str]()
    seen: set[str] = set()
    todo = [path]
    while todo and len(seen) < MAX_INCLUDES:
        one = todo.pop(0)
        if one in seen:
            continue
        seen.add(one)
        for document in builder.project.yaml(one):
            for name, body in table(document).items():
                if name not in merged:
                    merged[name] = body
                    merged.lines[name] = table(document).line_of(name)
                    homes[name] = one
            todo += [found for found in _locals(builder, table(document).get("include"), base) if found]
    return merged, homes


def _locals(builder: "Builder", include: Any, base: str) -> Iterator[str]:
    """Yield the files of the target that are included; those of other projects and servers are not fetched."""
    entries = [include] if isinstance(include, Table) else [one for _, one in items(include)]
    for entry in entries:
        written = entry if isinstance(entry, str) else text(table(entry).get("local"))
        if not written or "://" in written:
            continue
        plain = written.lstrip("/")
        if "*" in plain:
            pattern = _glob(plain)
            yield from (one for one in sorted(builder.project.texts) if pattern.fullmatch(one))
        else:
            yield builder.files.find(plain, base) or ""


def _glob(written: str) -> Any:
    """Return the pattern of a wildcard; RE2 takes linear time whatever the wildcard."""
    import re2

    return re2.compile(re2.escape(written[:500]).replace(r"\*\*", ".*").replace(r"\*", "[^/]*"))


class _Jobs:
    """Jobs with what they extend: each is put together once, so that a job that many extend costs nothing more."""

    def __init__(self, jobs: Table) -> None:
        self._jobs = jobs
        self._done: dict[str, Table] = {}

    def whole(self, name: str, depth: int = 0) -> Table:
        """Return a job; its own keys win over those it extends, tables are merged."""
        if name in self._done:
            return self._done[name]
        body = table(self._jobs.get(name))
        whole = Table(body.line)
        # A job that extends itself finds itself as it stands.
        self._done[name] = body
        for other in texts_of(body.get("extends")):
            if depth < MAX_EXTENDS:
                _update(whole, self.whole(other, depth + 1))
        _update(whole, body)
        self._done[name] = whole
        return whole


def texts_of(value: Any) -> list[str]:
    """Return a text, or the texts of a series."""
    return [one for one in series(value) if isinstance(one, str)]


def _update(whole: Table, more: Table) -> None:
    for key, value in more.items():
        known = whole.get(key)
        whole[key] = _joined(known, value) if isinstance(known, Table) and isinstance(value, Table) else value
        whole.lines[key] = more.line_of(key)


def _joined(known: Table, more: Table) -> Table:
    joined = Table(known.line)
    joined.update({**known, **more})
    joined.lines.update({**known.lines, **more.lines})
    return joined


def _follow(builder: "Builder", pipeline: Pipeline, node: str, job: Table, merged: Table, base: str) -> None:
    variables = {
        key: value
        for source in (merged.get("variables"), job.get("variables"))
        for key, value in table(source).items()
        if isinstance(value, str)
    }
    lenient = text(job.get("allow_failure")) == "true" or isinstance(job.get("allow_failure"), Table)
    for key in ("before_script", "script", "after_script"):
        line, written = script(_referred(job, key, merged), key)
        options = Options(errexit=True, variables=variables)
        blocking = not lenient and key != "after_script"
        builder.later(
            pipeline.path,
            partial(builder.script, node, written, pipeline.path, line, base, blocking=blocking, options=options),
        )
    child = table(job.get("trigger")).get("include")
    for target in _locals(builder, child, base):
        if target:
            builder.counts[node] += 1
            builder.later(target, partial(_child, builder, node, target, base))


def _child(builder: "Builder", node: str, path: str, base: str) -> None:
    """A child pipeline: its jobs run when the job that triggers it runs."""
    merged, _ = _included(builder, path, base)
    pipeline = Pipeline(builder, SYSTEM, path, path)
    jobs = _Jobs(merged)
    for name in _names(merged):
        inner = pipeline.job(name, merged.line_of(name), ())
        builder.graph.link(Edge(node, inner, builder.graph.nodes[node].at))
        _follow(builder, pipeline, inner, jobs.whole(name), merged, base)


def _referred(job: Table, key: str, merged: Table) -> Table:
    """Return the job with `!reference [name, key]` in a script replaced by that script.

    Tags are not kept by the reader: what is left of a reference is a series of a known name and a key.
    """
    value = job.get(key)
    if not isinstance(value, Series):
        return job
    replaced = Series(value.line)
    for position, one in enumerate(value):
        target = _reference(one, merged)
        found = list(texts(target)) if isinstance(target, Series) else [(value.line_of(position), target or one)]
        for line, part in found:
            replaced.append(part)
            replaced.lines.append(line)
    whole = Table(job.line)
    whole[key], whole.lines[key] = replaced, job.line_of(key)
    return whole


def _reference(one: Any, merged: Table) -> Any:
    if isinstance(one, Series) and len(one) > 1 and isinstance(one[0], str) and isinstance(merged.get(one[0]), Table):
        value: Any = merged
        for part in one:
            value = table(value).get(part) if isinstance(part, str) else None
        return value
    return None


def _order(builder: "Builder", by_stage: dict[str, list[tuple[str, str]]], stages: list[str], merged: Table) -> None:
    """Jobs of a stage wait for all jobs of the stage before; a job with `needs` only for those."""
    chain = [".pre", *stages, ".post"]
    nodes = {name: node for jobs in by_stage.values() for name, node in jobs}
    previous: list[tuple[str, str]] = []
    for stage in chain:
        for name, node in by_stage.get(stage, []):
            job = table(merged.get(name))
            needs = job.get("needs")
            named = [one if isinstance(one, str) else text(table(one).get("job")) for _, one in items(needs)]
            before = [nodes[one] for one in named if one in nodes] if "needs" in job else [one for _, one in previous]
            builder.order.extend((one, node) for one in before)
        previous = by_stage.get(stage) or previous
