"""Places that name a Python version, and whether they fix it."""

import re
from collections.abc import Iterator

from maturity.documents.toml import line_of
from maturity.documents.tree import Table, text
from maturity.evidence.graph.dockerfile import defaults, fill, instructions
from maturity.evidence.layout import document_path, folders, test_path
from maturity.evidence.project import Project
from maturity.evidence.python.module import Module
from maturity.evidence.topics.base_images import bases
from maturity.evidence.topics.files import filled
from maturity.evidence.topics.images import collect as images
from maturity.evidence.topics.manifests import conda
from maturity.evidence.topics.manifests.pyproject import line_of_name
from maturity.evidence.topics.manifests.requirement import file_scope
from maturity.evidence.topics.manifests.setuptools import configuration, keyword
from maturity.evidence.topics.templates import toml_of
from maturity.model.facts.environment import InterpreterPinFact

_LISTED = re.compile(r"(?:^|/)(?:(?P<file>\.python-version)|(?P<runtime>runtime\.txt)|(?P<tools>\.tool-versions))\Z")
_TOML = re.compile(r"(?:^|/)(?:pyproject[^/]*\.toml|\.?mise\.toml|pixi\.toml|Pipfile)\Z")
_SETUP = re.compile(r"(?:^|/)setup\.cfg\Z")
_SCRIPT = re.compile(r"(?:^|/)setup\.py\Z")
_ENVIRONMENT = re.compile(r"(?:^|/)[^/]*(?:conda|environment|env|dependencies)[^/]*\.ya?ml\Z", re.IGNORECASE)
_WORKFLOW = re.compile(r"(?:^|/)\.github/workflows/[^/]+\.ya?ml\Z")
_DEVCONTAINER = re.compile(r"(?:^|/)\.?devcontainer(?:/[^/]+)?\.json\Z")
_RUNS = frozenset(("mlruns", "mlartifacts"))
"""Folders in which MLflow keeps what was logged."""
_ANSWER = r"[a-z_]{0,30}version\b"
"""What stands for a version in a template: the name of the question that asks for it."""
_VERSION = re.compile(rf"(?:python[-@: =]+)?(3(?:\.\d+)+|{_ANSWER})", re.IGNORECASE)
_TAG = re.compile(
    rf"(?:^|/)(?:python|pypy):(?P<official>3\.\d+(?:\.\d+)?|{_ANSWER})|python-?(?P<named>3\.\d+|{_ANSWER})|"
    r"[-_:.]py-?3\.?(?P<short>\d{1,2})(?!\d)"
)
_INSTALLED = re.compile(
    r"\b(?:apt|apt-get|apk|dnf|yum|microdnf)\b[^&;|]{0,400}?[ ]python(3\.\d+)\b|"
    r"\b(?:conda|mamba|micromamba)\s+(?:create|install)\b[^&;|]{0,400}?\bpython=+(3\.\d+)|"
    r"\b(?:pyenv|uv\s+python)\s+(?:install|global)\s+(3\.\d+)"
)
"""A Dockerfile's command that brings one version of Python."""
_DEPLOYED = re.compile(r"(?:\.ya?ml|\.json|\.tf|\.sh|(?:^|/)Makefile)\Z")
_RUNTIME = re.compile(
    r"^[^#\n]{0,300}?(?:\bruntime[\"']?[ \t]*[:=]|--runtime[ =])[ \t]*[\"']?python3\.?(\d{1,2})(?=[\"'\s,\\]|\Z)",
    re.IGNORECASE | re.MULTILINE,
)
_RUNTIME_OF_CDK = re.compile(r"@aws_cdk\.(?:\w+\.)*Runtime\.PYTHON_3_(\d{1,2})\Z")
_BUILD = re.compile(r"(?<=\d)=[^=]*\Z")
"""What conda writes behind a version when it exports an environment: the build of the package."""
_MINOR = re.compile(r"(?:==?=?|~=)?\s*3\.(\d+)(?:\.(?:\d+|\*))?\Z")
_WRITTEN = re.compile(r"python-version:\s*[\"']?(3\.\d+(?:\.\d+)?)[\"']?\s*(?:#.*)?$", re.MULTILINE)


def collect(project: Project) -> Iterator[InterpreterPinFact]:
    """Yield one fact for each place that names a Python version."""
    yield from _files(project)
    yield from _tables(project)
    yield from _environments(project)
    yield from _images(project)
    yield from _functions(project)
    for path, content in filled(project, _WORKFLOW):
        for match in _WRITTEN.finditer(content):
            yield _pin(project, path, content.count("\n", 0, match.start()) + 1, match.group(1), "ci", effective=False)
    for path, content in filled(project, _DEVCONTAINER):
        if tag := _TAG.search(content):
            line = content.count("\n", 0, tag.start()) + 1
            yield _pin(project, path, line, _tagged(tag), "devcontainer", effective=False)


def fixes_minor(specifier: str) -> bool:
    """Tell whether a version specifier of Python leaves one minor version, or two neighbours between its bounds.

    >>> fixes_minor(">=3.11,<3.12"), fixes_minor("~=3.11.0"), fixes_minor("3.11.*"), fixes_minor(">=3.10")
    (True, True, True, False)
    """
    clauses = [clause.strip() for clause in specifier[:200].replace(" ", ",").split(",") if clause.strip()]
    for clause in clauses:
        if clause.startswith("~=") and not re.match(r"~=\s*3\.\d+\.", clause):
            continue
        if _MINOR.match(clause) or re.match(r"~\s*3\.\d+", clause):
            return True
    lower = _bound(clauses, r"[>^]=?\s*3\.(\d+)")
    upper = _bound(clauses, r"<\s*3\.(\d+)")
    last = _bound(clauses, r"<=\s*3\.(\d+)")
    return lower is not None and (upper in (lower + 1, lower + 2) or last in (lower, lower + 1))


def _bound(clauses: list[str], pattern: str) -> int | None:
    for clause in clauses:
        if match := re.match(pattern, clause):
            return int(match.group(1)[:4])
    return None


def _files(project: Project) -> Iterator[InterpreterPinFact]:
    kinds = {"file": "python-version-file", "runtime": "runtime-txt", "tools": "tool-versions"}
    for path, content in filled(project, _LISTED):
        match = _LISTED.search(path)
        by = kinds[match.lastgroup or "file"] if match else "file"
        for number, line in enumerate(content.splitlines()[:200], 1):
            found = _VERSION.match(line.strip()) if by != "tool-versions" or line.startswith("python") else None
            if found:
                yield _pin(project, path, number, found.group(1), by, effective=True)
                break


def _tables(project: Project) -> Iterator[InterpreterPinFact]:
    for path, content in filled(project, _TOML):
        data = toml_of(project, path)
        tools = data.get("tools", {})
        tool = data.get("tool", {}) if isinstance(data.get("tool"), dict) else {}
        for by, holder, key in (
            ("mise", tools, "python"),
            ("requires-python", data.get("project"), "requires-python"),
            ("poetry", _at(tool, "poetry", "dependencies"), "python"),
            ("pixi", data.get("dependencies"), "python"),
            ("pixi", _at(tool, "pixi", "dependencies"), "python"),
            ("pipenv", data.get("requires"), "python_version"),
            ("pipenv", data.get("requires"), "python_full_version"),
        ):
            value = holder.get(key) if isinstance(holder, dict) else None
            value = (
                value.get("version")
                if isinstance(value, dict)
                else value[0]
                if isinstance(value, list) and value
                else value
            )
            if isinstance(value, str):
                yield _pin(project, path, _line(content, by, key), value, by, effective=fixes_minor(value))
    yield from _setuptools(project)


def _setuptools(project: Project) -> Iterator[InterpreterPinFact]:
    for path, content in filled(project, _SETUP):
        value = configuration(content).get("options", {}).get("python_requires", "")
        if value:
            line = line_of_name(content, "python_requires")
            yield _pin(project, path, line, value, "setup-cfg", effective=fixes_minor(value))
    for path, content in filled(project, _SCRIPT):
        found = keyword(content, "python_requires") if "python_requires" in content else None
        if found:
            yield _pin(project, path, found[1], found[0], "setup-py", effective=fixes_minor(found[0]))


def _line(content: str, by: str, key: str) -> int:
    header = {"poetry": "tool.poetry.dependencies", "requires-python": "project", "mise": "tools"}.get(by, "")
    return line_of(content, header, key) if header else line_of_name(content, key)


def _at(data: dict[str, object], *keys: str) -> object:
    value: object = data
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _environments(project: Project) -> Iterator[InterpreterPinFact]:
    for path, content in filled(project, _ENVIRONMENT):
        tree = next(iter(project.yaml(path)), None) if "python" in content else None
        if not isinstance(tree, Table) or not _RUNS.isdisjoint(folders(path)):
            continue  # the environment of a logged model says what was, not what will be
        found = conda.interpreter(tree) if conda.is_environment(tree) else None
        if found and found.specifier:
            version = _BUILD.sub("", found.specifier)
            yield _pin(project, path, found.line, version.lstrip("="), "conda", effective=fixes_minor(version))
        elif path.rpartition("/")[2] == "python_env.yaml" and text(tree.get("python")):
            yield _pin(project, path, tree.line_of("python"), text(tree["python"]), "mlflow", effective=True)


def _images(project: Project) -> Iterator[InterpreterPinFact]:
    for image in images(project):
        path = image.at.path or ""
        named = [(image.base, image.at.line)]
        if image.tool == "dockerfile":
            named = [(base.image, base.line) for base in reversed(bases(instructions(project.texts[path])))]
        for base, line in named:
            if match := _TAG.search(base):
                effective = image.purpose == "project" and file_scope(path.rpartition("/")[0] + "/x") == "runtime"
                yield _pin(project, path, line, _tagged(match), "image", effective=effective)
                break
        else:
            if image.tool == "dockerfile" and image.purpose == "project":
                yield from _installed(project, path)


def _installed(project: Project, path: str) -> Iterator[InterpreterPinFact]:
    """Yield the Python that a Dockerfile installs onto a base that names none."""
    steps = list(instructions(project.texts[path]))
    given = defaults(steps)
    for step in steps:
        match = _INSTALLED.search(fill(step.value, given)) if step.word == "RUN" else None
        if match:
            effective = file_scope(path.rpartition("/")[0] + "/x") == "runtime"
            yield _pin(project, path, step.line, next(filter(None, match.groups())), "image", effective=effective)
            return


def _functions(project: Project) -> Iterator[InterpreterPinFact]:
    """Yield the Python in which a cloud runs a function: of a template, of Terraform, of a command, of the AWS CDK."""
    for path, content in filled(project, _DEPLOYED):
        if test_path(path) or document_path(path) or "python3" not in content:
            continue
        for match in _RUNTIME.finditer(content):
            line = content.count("\n", 0, match.start()) + 1
            yield _pin(project, path, line, f"3.{match.group(1)}", "function", effective=True)
    for path, module in project.modules.items():
        for call in (one for function in module.functions for one in function.calls if "runtime" in one.keywords):
            named = _RUNTIME_OF_CDK.match(str(call.keywords["runtime"]))
            if named and not test_path(path):
                yield _pin(project, path, call.line, f"3.{named.group(1)}", "function", effective=True)
        yield from _components(project, path, module)


def _components(project: Project, path: str, module: Module) -> Iterator[InterpreterPinFact]:
    """Yield the Python of the images in which components of Kubeflow Pipelines run."""
    for function in module.functions if not (test_path(path) or path.endswith(".ipynb")) else ():
        for call in (*function.decorators, *function.calls):
            base = str(call.keywords.get("base_image", ""))
            if base.startswith("=") and call.name.startswith("kfp.") and (match := _TAG.search(base[1:])):
                yield _pin(project, path, call.line, _tagged(match), "image", effective=True)


def _tagged(match: re.Match[str]) -> str:
    return match.group("official") or match.group("named") or f"3.{match.group('short')}"


def _pin(
    project: Project, path: str, line: int | None, version: str, by: str, *, effective: bool
) -> InterpreterPinFact:
    return InterpreterPinFact(at=project.place(path, line), version=version, by=by, effective=effective)
