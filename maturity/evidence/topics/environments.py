"""Deployment environments that configuration tells apart.

Names alone prove nothing: two environments have to be told apart by the same means (two files of one folder, two jobs,
two sections), and one of them has to be staging or production, because `dev` and `test` are also parts of data sets.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from maturity.documents.tree import Table, Tree, items, table, text, walk
from maturity.evidence.layout import data_path, document_path, test_path
from maturity.evidence.project import Project
from maturity.evidence.topics import environment_code
from maturity.evidence.topics.environment_choices import choices
from maturity.evidence.topics.environment_names import STEPS, Means, Name, name_of, named
from maturity.evidence.topics.files import CI, filled, own
from maturity.model.facts.environment import EnvironmentFact
from maturity.model.place import Place

_DEPLOYING: dict[str, Name] = {"aci": "staging", "aks": "production", "staged": "staging"}
"""Words that tell an environment in the name of what deploys. Azure ML has two ways to serve: a single container for
trials, a cluster for production."""
_CONFIGURATION = re.compile(
    r"\.(?:ya?ml|json|toml|ini|cfg|conf|properties|env|tf|tfvars|hcl|bicep|bicepparam|sh)(?:\.tmpl|\.jinja|\.j2)?\Z|"
    r"(?:^|/)\.env\.[a-z]+\Z|dockerfile",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\.(?:ya?ml|json|template)\Z")
_DELIVERED = re.compile(r"^apiVersion:[ \t]*[\"']?(?:deploy\.cloud\.google\.com|skaffold)/", re.MULTILINE)
_BASED = re.compile(r"(?:^|/)(?:(?:docker-)?compose|values|\.env)[^/]*\Z")
_SECTION = re.compile(r"([ \t]{0,8})[\"']?([a-z]{3,11})[\"']?[ \t]*:[ \t]*(?:[^\s#].{0,200})?\Z")
_ALIAS = re.compile(r"\s*[\"']?([a-z]+)[\"']?\s*:\s*[\"']?\1[\"']?\s*(?:#.*)?\Z")
"""`production: "production"`: what a registry calls a model, no section of its own."""
_HEADER = re.compile(r"\[(?:[a-z_.]{1,40}\.)?([a-z]{3,11})(?:\.[a-z_.]{1,60})?\]\s*\Z")
_CHOSEN = re.compile(r"\A(?:\$\{\{ *(?:github\.event\.)?(?:inputs|parameters)\.([\w-]+) *\}\}|\$\{?(\w+)\}?\Z)")
"""An environment that is an input of the pipeline (GitHub, Azure) or a variable of it (GitLab)."""
_STAGED = re.compile(r"^[^#\n]*gto[-_/]action|^[^#\n]*\bgto (?:show|check-ref|deploy)", re.MULTILINE)
_STAGE_USE = re.compile(
    r"^[^#\n]*\.outputs\.stage\b.{0,80}==\s*'?([a-z]+)|^[^#\n]*--stage[ =]\S*outputs\.stage", re.MULTILINE
)


def collect(project: Project) -> Iterator[EnvironmentFact]:
    """Yield one fact for each environment and each means that tells it from others."""
    for by, found in (
        ("file", _files(project)),
        ("ci", _pipelines(project)),
        ("ci", _releases(project)),
        ("ci", _deliveries(project)),
        ("section", _sections(project)),
        ("code", environment_code.settings(project)),
        ("code", environment_code.stacks(project)),
        ("code", choices(project)),
        ("stage", _stages(project)),
    ):
        for environments in found.values():
            several = len(environments) > 1 and not {"staging", "production"}.isdisjoint(environments)
            for name, place in environments.items():
                if several or by == "ci":
                    yield EnvironmentFact(at=place, name=name, by=by, distinguished=several)


def _files(project: Project) -> Means:
    """Group files whose paths differ in the name of an environment only: `configs/*.yaml`, `overlays/*/app.yaml`."""
    found: Means = defaultdict(dict)
    for path in own(project, _CONFIGURATION):
        aside = test_path(path) or data_path(path) or document_path(path)
        if aside or not project.files[path].size or "requirements" in path or "environment." in path:
            continue
        parts = re.split(r"([/._-])", path)
        inner = path.count("/")
        depth = 0
        for position, part in enumerate(parts):
            depth += part == "/"
            alone = parts[position - 1 : position] in ([], ["/"]) and parts[position + 1 : position + 2] == ["/"]
            name = name_of(part) if depth == inner or alone else None
            if name:
                pattern = "".join([*parts[:position], "*", *(parts[position + 1 :] if depth == inner else ["/"])])
                found[pattern].setdefault(name, project.place(path, None, path[-80:]))
                if depth == inner and name in ("staging", "production"):
                    _add_base(project, found[pattern], parts, position, path)
    return found


def _add_base(project: Project, group: dict[Name, Place], parts: list[str], position: int, path: str) -> None:
    """Take the file without the environment in its name for development: `compose.yml` beside `compose.prod.yml`."""
    base = "".join(parts[: max(position - 1, 0)] + parts[position + 1 :])
    if _BASED.search(path) and base in project.files:
        group.setdefault("development", project.place(base, None, base[-80:]))


def _pipelines(project: Project) -> Means:
    """Find the environments that jobs of CI deploy to; stages and jobs count together, over all files."""
    found: Means = defaultdict(dict)
    for path, _ in filled(project, CI):
        for tree in project.yaml(path):
            offered = _offered(tree)
            for keys, line, value in walk(tree):
                key = keys[-1] if keys else ""
                word = text(value.get("name")) if key == "environment" and isinstance(value, Table) else text(value)
                if key in ("environment", "deployment_tier"):
                    chosen = _CHOSEN.search(word)
                    for name in offered.get(chosen.group(chosen.lastindex or 0), ()) if chosen else named(word):
                        found["environment"].setdefault(name, project.place(path, line))
                elif key in ("stage", "deployment", "group") and word:
                    _stage(project, found["stage"], path, line, word)
            for kind, line, label in _delivering(tree):
                _stage(project, found["job" if kind == "job" else f"{kind} {path}"], path, line, label)
            for line, stage in items(table(tree).get("stages")):
                if isinstance(stage, str):
                    _stage(project, found["stage"], path, line, stage)
    return found


def _delivering(tree: Tree) -> Iterator[tuple[str, int, str]]:
    """Yield the jobs of a workflow, and their steps, whose names say that they deploy or release."""
    jobs = table(table(tree).get("jobs"))
    for job in jobs:
        steps = [("step", line, text(table(one).get("name"))) for line, one in items(table(jobs[job]).get("steps"))]
        for kind, line, name in (("job", jobs.line_of(job), job), *steps):
            if "deploy" in name.lower() or "release" in name.lower():
                yield kind, line, name


def _offered(tree: Tree) -> dict[str, list[Name]]:
    """Return, by the inputs of a pipeline, the environments that whoever starts it may choose."""
    offered: dict[str, list[Name]] = {}
    for keys, _, value in walk(tree):
        if not isinstance(value, Table):
            continue
        names = [name for _, one in items(value.get("options") or value.get("values")) for name in named(text(one))]
        for called in {keys[-1] if keys else "", text(value.get("name"))} if names else ():
            offered.setdefault(called, []).extend(names)
    return offered


def _releases(project: Project) -> Means:
    """Find the environments that the stages of AWS CodePipeline roll out to."""
    found: Means = defaultdict(dict)
    for path, content in filled(project, _TEMPLATE):
        if "AWS::CodePipeline::Pipeline" in content:
            for tree in project.yaml(path)[:1]:
                for _, _, value in walk(tree):
                    if isinstance(value, Table) and "Actions" in value:
                        _stage(project, found[path], path, value.line_of("Name"), text(value.get("Name")))
    return found


def _deliveries(project: Project) -> Means:
    """Find the targets of Google Cloud Deploy, the stages that roll out to them, and the profiles of Skaffold."""
    found: Means = defaultdict(dict)
    for path, content in filled(project, _TEMPLATE):
        if test_path(path) or not _DELIVERED.search(content):
            continue
        for tree in map(table, project.yaml(path)):
            if text(tree.get("kind")) == "Target":
                about = table(tree.get("metadata"))
                _stage(project, found[path], path, about.line_of("name"), text(about.get("name")))
            stages = items(table(tree.get("serialPipeline")).get("stages"))
            for line, one in (*stages, *items(tree.get("profiles"))):
                word = text(table(one).get("targetId")) or text(table(one).get("name"))
                _stage(project, found[path], path, line, word)
    return found


def _stage(project: Project, group: dict[Name, Place], path: str, line: int, word: str) -> None:
    """Note the environment that a stage's name tells; one that an expression names may be any."""
    if "${" in word:
        return
    for name in named(word, STEPS):
        group.setdefault(name, project.place(path, line))
    for part in re.split(r"[^A-Za-z]+", word.lower()):
        if part in _DEPLOYING and "deploy" in word.lower():
            group.setdefault(_DEPLOYING[part], project.place(path, line))


def _sections(project: Project) -> Means:
    """Find sections of one file, side by side: `targets: {dev:, prod:}`, `[production]`."""
    found: Means = {}
    for path, content in filled(project, re.compile(r"\.(?:ya?ml|toml|ini|cfg)(?:\.tmpl|\.jinja)?\Z")):
        if test_path(path) or data_path(path) or CI.search(path) or "prod" not in content:
            continue
        levels: dict[str, dict[Name, Place]] = defaultdict(dict)
        for number, line in enumerate(content.splitlines(), 1):
            match = _SECTION.match(line[:300]) or _HEADER.match(line[:300])
            name = name_of(match.groups()[-1]) if match else None
            if match and name and name != "test" and not _ALIAS.match(line[:300]):
                levels[match.group(1) if match.re is _SECTION else "["].setdefault(name, project.place(path, number))
        best = max(levels.values(), key=len, default={})
        if len(best) > 1:
            found[path] = best
    return found


def _stages(project: Project) -> Means:
    """Find deployments that follow the stage which a registry tag of GTO assigns."""
    found: Means = {}
    for path, content in filled(project, CI):
        match = _STAGE_USE.search(content) if _STAGED.search(content) else None
        if match:
            place = project.place(path, content.count("\n", 0, match.start()) + 1)
            found[path] = {"production": place, "staging": place}
    return found
