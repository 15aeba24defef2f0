"""READMEs, and what their commands let a reader do. Prose without commands lets nobody do anything.

A command that runs a make target or a script lets a reader do what stands there.
"""

import posixpath
import re
from collections.abc import Iterator

from maturity.evidence.layout import data_path, document_path, example_path, test_path
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, folder, inside
from maturity.evidence.topics.followed import Followed
from maturity.evidence.topics.manifests.discover import manifests
from maturity.evidence.topics.manifests.requirement import developers, parse
from maturity.evidence.topics.prose import MAX_LINE, commands, snippets
from maturity.model.facts.code import DocumentFact

README = re.compile(r"(?:^|/)readme(?:[._-][^/]*)?(?:\.(?:md|rst|txt|adoc|markdown))?\Z", re.IGNORECASE)

_INSTALL = re.compile(
    r"(?:pip3?|pipx|python3? -m pip|uv pip|%pip) install\b|(?:uv|pdm|rye|pixi|pip-)\s?(?:sync|install)\b|"
    r"(?:poetry|pipenv|pdm|hatch|pixi|kedro|bundle) install\b|hatch env create|pip-sync|"
    r"(?:conda|mamba|micromamba) (?:env )?(?:create|update|install)\b|"
    r"(?:make|just|inv|invoke|mise run|task|nox -s|tox -e|\./?\S*|bash|sh)\s+\S*"
    r"(?:install|setup|set-up|environment|requirements|venv|bootstrap|deps|init)\b|"
    r"python3? setup\.py (?:install|develop|build_ext)|docker(?: buildx)? build\b|"
    r"docker[- ]compose\s(?:[^|;&]*\s)?(?:build|up)\b|astro dev start"
)
_LAUNCH = (
    r"(?:python3?(?:\.\d+)?|torchrun|accelerate launch|deepspeed|fire|uv run|poetry run|pipenv run|pdm run|hatch run|"
    r"make|just|inv|invoke|task|mise run|nox -s|bash|sh|dvc|mlflow|zenml|prefect|metaflow|dagster|kedro|docker run|"
    r"docker[- ]compose|ray job|sbatch|srun|\./\S+|spark-submit|snakemake|gcloud|az|aws|databricks|anyscale|CUDA_\S+|"
    r"llamafactory-cli|axolotl|autotrain|tune run|composer|mcli run)"
)
_TRAIN = re.compile(
    rf"(?:^|&&\s*|\s){_LAUNCH}\s[^|#]*?(?:train|fine-?_?tun|fit\b|pretrain|repro\b)|"
    r"dvc (?:repro|exp run)|mlflow run\b|kedro run\b|^\./\S*train\S*"
)
_FIT = re.compile(r"[\s>]*[A-Za-z_][\w.]*\.(?:fit|train|fine_tune)\(")
"""A line of code that trains; within a sentence such a call is only spoken of."""
_RUN = re.compile(
    r"^(?:[A-Z_]+=\S+\s+)*(?:sudo )?(?:(?:uv|poetry|pipenv|pdm|hatch|pixi) run\s+)?(?:"
    r"python3?(?:\.\d+)?\s+(?:-[a-ln-z]\s+)*"
    r"(?!-m (?:venv|pip|virtualenv|pytest|build|ipykernel)|setup\.py|--?[vV]|-c)\S+|"
    r"torchrun|accelerate launch|composer (?:-\S+ (?:\d+ )?)*\S+\.py\b|mcli run|"
    r"uvicorn|gunicorn|fastapi|flask run|streamlit run|bentoml serve|"
    r"mlflow (?:run|recipes run|models serve|deployments (?:create|run-local))|"
    r"torchserve --start|tritonserver|vllm serve|docker run|docker[- ]compose\s.*up|dvc (?:repro|exp run)|"
    r"(?:bash |sh )?(?:\./)?(?!\S*(?:install|set-?_?up|bootstrap|download|build|test|lint|clean|env))[\w./-]+\.sh\b|"
    r"kedro run|snakemake|astro dev start|"
    r"zenml pipeline run|dagster|prefect|(?:kubectl|oc) (?:apply|create) -[fk]|ray (?:job|start)|"
    r"databricks bundle|az ml job|sbatch|serve run|jupyter[ -](?:notebook|lab|execute|nbconvert)\b|papermill|"
    r"anyscale (?:job|service)s?|(?:pyflyte|union) run|bodywork (?:create deployment|deploy)\b|(?:cdk|sam) deploy|"
    r"(?:make|just|inv|invoke|task|mise run)\s+(?:\S*"
    r"(?:run|serve|start|train|pipeline|demo|app|project|predict)|all\b)|make$)"
)
_PACKAGED = re.compile(
    r"^(?:(?:uv|poetry|pipenv|pdm|hatch) run)\s+"
    r"(?!pytest|ruff|black|mypy|pre-commit|pip|tox|flake8|isort|just|nox|mkdocs|sphinx|jupyter)\S+"
)
_NODE = {
    "install": re.compile(r"^(?:npm (?:install|i|ci)|yarn(?: install)?|pnpm install)\s*(?:#|&&|$)"),
    "run": re.compile(r"^(?:npm start|(?:npm run|yarn|pnpm) (?:up|start|deploy|dev|serve)\b)"),
}
"""What the package of Node.js beside the README does; that of a front end in a folder of its own is not the project."""
_PYTHON = ("python", "python3", "py", "pycon")
_TREE = re.compile(r"[│├└|+`]")
_KERNEL = re.compile(r"\bipykernel install\b")
"""Makes an environment one that notebooks run in; where the README names one of the project, that is how to run it."""
_NOTEBOOK = re.compile(r"([\w./-]{1,200}\.ipynb)\b")
MAX_PARTS = 20
_LINK = re.compile(r"\]\(<?(?!\w+:)([^)#?\s>]{1,200})")
_PIP = re.compile(r"(?:sudo )?(?:python3? -m )?(?:pip3?|pipx) install ([^#&|;`]+)\Z")
_NOT_A_RUN = re.compile(r"\s(?:--version|--help)\b")


def collect(project: Project) -> Iterator[DocumentFact]:
    """Yield one fact for the README at the root, and for each beside or above a manifest of a program."""
    homes = _homes(project)
    for path, content in filled(project, README):
        speaks = any(home == folder(path) or home.startswith(folder(path) + "/") for home in homes)
        if folder(inside(project, path)) and not speaks:
            continue
        found = covered(content, Followed(project, folder(path)))
        for deed, line in _of_parts(project, path, content, homes):
            found.setdefault(deed, line)
        first = min(found.values(), default=1)
        related = tuple(project.place(path, line) for line in sorted(set(found.values())) if line != first)
        yield DocumentFact(
            at=project.place(path, first), related=related, document="readme", sections=tuple(sorted(found))
        )


def _of_parts(project: Project, path: str, content: str, homes: set[str]) -> Iterator[tuple[str, int]]:
    """Yield what the READMEs of the parts do that a README leads its reader to, each with the line of the link."""
    seen: set[str] = set()
    for number, line in enumerate(content.splitlines(), 1):
        for target in _LINK.findall(line[:MAX_LINE]):
            part = posixpath.normpath(posixpath.join(folder(path), target.removeprefix("/")))
            if part in seen or part not in project.texts or not _is_part(part, homes) or len(seen) == MAX_PARTS:
                continue
            seen.add(part)
            yield from ((deed, number) for deed in covered(project.texts[part], Followed(project, folder(part))))


def _is_part(path: str, homes: set[str]) -> bool:
    """Tell whether a document is the README of a part of the project, and not of an example or of its documents."""
    home = folder(path)
    return bool(README.search(path)) and not _aside(home) and (not example_path(path) or home in homes)


def _homes(project: Project) -> set[str]:
    """Return the folders of the programs; those of examples only in a repository that holds nothing else."""
    homes = {
        manifest.home
        for manifest in manifests(project)
        if manifest.runtime and not (test_path(manifest.path) or _aside(manifest.home))
    }
    return {home for home in homes if not example_path(f"{home}/x")} or homes


def _aside(home: str) -> bool:
    """Tell whether a manifest of this folder is one of documents or data, not of a program."""
    inner = home + "/x"
    return document_path(inner) or data_path(inner)


def covered(content: str, followed: Followed) -> dict[str, int]:
    """Return what the commands of a README do (install, train, run), with the line of the first command for each."""
    found: dict[str, int] = {}
    lines = content.splitlines()
    for line, command in commands(content):
        if _TREE.match(command):
            continue
        if _FIT.match(lines[line - 1]):
            found.setdefault("train", line)
        for part in (command, *followed.lines(command)):
            for deed in (*_deeds(part), *_deeds_of_node(part, followed)):
                found.setdefault(deed, line)
            if followed.starts(part) or (_KERNEL.search(part) and any(map(followed.holds, _NOTEBOOK.findall(content)))):
                found.setdefault("run", line)
    for line, code in snippets(content, _PYTHON):
        if "run" not in found and followed.imports(code):
            found["run"] = line
    return found


def _deeds(command: str) -> Iterator[str]:
    """Yield what one command line does."""
    if _INSTALL.search(command) and not _only_tools(command):
        yield "install"
    if _TRAIN.search(command) and not _INSTALL.match(command):
        yield "train"
    if (_RUN.search(command) or _PACKAGED.search(command)) and not _NOT_A_RUN.search(command):
        yield "run"


def _deeds_of_node(command: str, followed: Followed) -> Iterator[str]:
    """Yield what a command does by way of the package of Node.js beside the document."""
    if followed.holds("package.json"):
        yield from (deed for deed, pattern in _NODE.items() if pattern.search(command))


def _only_tools(command: str) -> bool:
    """Tell whether a command installs tools of developers and nothing that a program needs."""
    plain = _PIP.match(command)
    names = [word for word in plain.group(1).split() if not word.startswith("-")] if plain else []
    read = [parse(name, 1) for name in names]
    return bool(names) and all(read) and developers(one.name for one in read if one)
