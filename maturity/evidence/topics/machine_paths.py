"""Paths of one person's machine in programs: home folders and drive letters."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from maturity.evidence.layout import document_path, example_path, test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.module import Argument, Module
from maturity.evidence.topics.files import filled
from maturity.model.facts.practice import MachinePathFact

_PATH = re.compile(
    r"(?<![\w.:/@$}>-])(?:/home/(?P<linux>[A-Za-z][\w.-]{0,40})(?=/|\Z|[\s\"'])|"
    r"/Users/(?P<mac>[A-Za-z][\w. -]{0,40}?)(?=/|\Z|[\s\"'])|"
    r"[A-Za-z]:\\{1,2}(?:Users\\{1,2})?(?P<windows>[A-Za-z][\w. -]{0,60})(?=\\)|"
    r"[A-Z]:/(?P<drive>[A-Za-z][\w. -]{0,60})/)"
)
_NOBODY = frozenset(
    (
        *("runner", "jovyan", "ubuntu", "app", "appuser", "user", "users", "username", "vscode", "node", "circleci"),
        *("ec2-user", "model-server", "nonroot", "mambauser", "ray", "spark", "airflow", "kedro", "kedro_docker"),
        *("mlflow", "sagemaker-user", "glue_user", "site", "coder", "azureuser", "hadoop", "gitpod", "docker", "root"),
        *("your_name", "yourname", "your-name", "name", "me", "you", "someone", "shared", "public", "codespace"),
        *("prefect", "dagster", "jenkins", "linuxbrew", "sbx_user1051", "vsts", "work", "service", "default", "python"),
        *("program files", "windows", "programdata", "myuser", "shiny", "rstudio", "conda", "dev", "developer", "test"),
    )
)
"""Users of images, services and placeholders: their homes are no person's machine."""
_SCRIPTS = re.compile(
    r"(?:^|/)(?:Makefile|justfile|dvc\.yaml|params\.ya?ml|MLproject)\Z|\.(?:sh|bash|mk|bat|ps1|cmd|slurm|sbatch)\Z|"
    r"(?:^|/)(?:conf|config|configs)/(?:.+/)?[^/]+\.(?:ya?ml|toml|json|ini)\Z"
)
_COMMENT = re.compile(r"^\s*(?:#|//|::|rem\b)", re.IGNORECASE)
_TELLING = ("/home/", "/Users/", ":\\", ":/")
MOST = 20


def collect(project: Project) -> Iterator[MachinePathFact]:
    """Yield one fact for each such path, in Python programs and in scripts and settings."""
    yield from islice(chain(_in_python(project), _in_scripts(project)), MOST)


def _in_python(project: Project) -> Iterator[MachinePathFact]:
    for path, module in sorted(project.modules.items()):
        if path.endswith(".ipynb") or vendored(path) or test_path(path) or document_path(path) or example_path(path):
            continue
        for line, value in _texts(module):
            if shown := personal(value):
                yield MachinePathFact(at=project.place(path, line, value), shown=shown)


def _texts(module: Module) -> Iterator[tuple[int | None, str]]:
    """Yield the texts that look like a path from the root, each once."""
    seen: set[str] = set()
    for line, values in _given(module):
        for value in values:
            if value.__class__ is str and ("/home/" in value or "/Users/" in value or ":\\" in value or ":/" in value):
                text = str(value)
                if text[0] == "=" and text not in seen:
                    seen.add(text)
                    yield line, text[1:]


def _given(module: Module) -> Iterator[tuple[int | None, Iterable[Argument]]]:
    yield None, module.constants.values()
    for function in module.functions:
        if function.parameters:
            yield function.line, [parameter.default for parameter in function.parameters]
        for call in function.calls:
            if call.arguments:
                yield call.line, call.arguments
            if call.keywords:
                yield call.line, call.keywords.values()


def _in_scripts(project: Project) -> Iterator[MachinePathFact]:
    for path, content in filled(project, _SCRIPTS):
        if test_path(path) or example_path(path) or not any(one in content for one in _TELLING):
            continue
        for number, line in enumerate(content.splitlines(), 1):
            if any(one in line for one in _TELLING) and not _COMMENT.match(line) and (shown := personal(line[:1000])):
                yield MachinePathFact(at=project.place(path, number), shown=shown)
                break


def personal(text: str) -> str:
    """Return the part of a text that names one person's machine; empty when there is none."""
    for match in _PATH.finditer(text):
        owner = next(one for one in match.groups() if one is not None).lower()
        if owner not in _NOBODY and not owner.startswith(("your", "my-", "my_")):
            return match.group(0)
    return ""
