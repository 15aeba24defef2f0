"""What one command line of a document lets its reader do: install, train, run."""

import re
from collections.abc import Iterator

from maturity.evidence.recognition.commands import CommandIndex
from maturity.evidence.topics.manifests.requirement import developers, parse
from maturity.model.activity import Activity
from maturity.model.technology import Technology

_INSTALL = re.compile(
    r"(?:pip(?:3(?:\.\d+)?)?|pipx|python3? -m pip|uv pip|%pip|uv tool) install\b|"
    r"(?:uv|pdm|rye|pixi|poetry|pip-)\s?(?:sync|install)\b|"
    r"(?:pipenv|hatch|kedro|bundle|conda-lock|ploomber) install\b|hatch env create|pip-sync|poetry update\b|"
    r"(?:conda|mamba|micromamba) (?:env )?(?:create|update|install)\b|"
    r"(?:make|just|inv|invoke|mise run|task|nox -s|tox -e|\./?\S*|bash|sh)\s+\S*"
    r"(?:install|setup|set-up|environment|requirements|venv|bootstrap|deps|init)\b|"
    r"python3? setup\.py (?:install|develop|build_ext)|(?:nvidia-)?(?:docker|podman)(?: buildx| image)? build\b|"
    r"(?:docker|podman)[- ]compose\s(?:[^|;&]*\s)?(?:build|up)\b|astro dev start|"
    r"anaconda-project (?:prepare|run)\b|^(?:nix develop|nix-shell|devbox shell|pixi shell)\b"
)
_LAUNCH = (
    r"(?:python3?(?:\.\d+)?|torchrun|accelerate launch|deepspeed|fire|uv run|poetry run|pipenv run|pdm run|hatch run|"
    r"pixi run|rye run|make|just|inv|invoke|task|mise run|poe|nox -s|bash|sh|dvc|mlflow|zenml|prefect|metaflow|dagster|"
    r"kedro|docker run|docker[- ]compose|anaconda-project run|"
    r"ray job|sky (?:jobs )?launch|modal run|lightning|sbatch|srun|\./\S+|spark-submit|snakemake|gcloud|az|aws|"
    r"databricks|anyscale|CUDA_\S+|"
    r"llamafactory-cli|axolotl|autotrain|tune run|composer|mcli run)"
)
_TRAIN = re.compile(
    rf"(?:^|&&\s*|\s){_LAUNCH}\s[^|#]*?(?:train|fine-?_?tun|fit\b|pretrain|repro\b)|"
    r"dvc (?:repro|exp run)|mlflow run\b|kedro run\b|^\./\S*train\S*"
)
_RUN = re.compile(
    r"^(?:(?:uv|poetry|pipenv|pdm|hatch|pixi|rye) run\s+)?(?:"
    r"python3?(?:\.\d+)?\s+(?:-[a-ln-z]\s+)*"
    r"(?!-m (?:venv|pip|virtualenv|pytest|unittest|build|ipykernel|nltk\.downloader|"
    r"spacy (?:download|info|validate))\b|"
    r"setup\.py|--?[vV]|-c|\d[\d.]*(?:\s|$))\S+|"
    r"torchrun \S|accelerate launch|deepspeed \S|composer (?:-\S+ (?:\d+ )?)*\S+\.py\b|mcli run|"
    r"(?:colossalai|horovodrun|mpirun|mpiexec) (?:\S+ )*?python3? \S+|spark-submit \S|"
    r"(?:uvicorn|gunicorn|hypercorn|waitress-serve|fastapi) \S|flask (?:\S+ )*run\b|(?:streamlit|chainlit) run|"
    r"gradio \S+\.py\b|"
    r"panel serve|voila\b|marimo (?:edit|run)|bentoml serve|"
    r"mlflow (?:run|recipes run|models serve|deployments (?:create|run-local))|"
    r"torchserve --start|tritonserver \S|vllm serve|"
    r"(?:nvidia-)?(?:docker|podman) (?:container )?run|(?:docker|podman)[- ]compose\s.*\b(?:up|run)\b|"
    r"(?:docker|podman)(?:[- ]compose)? exec (?:-\S+ )*\S+ python3? \S|(?:singularity|apptainer) (?:run|exec)\b|"
    r"dvc (?:repro|exp run)|"
    r"(?:(?:bash|sh) )?(?:\./)?"
    r"(?!\S*(?:install|set-?_?up|bootstrap|download|build|test|lint|clean|env))[\w./-]+\.sh\b|\./(?!\S*setup\.py)[\w./-]+\.py\b|"
    r"kedro run|snakemake\b|astro dev start|airflow standalone|"
    r"zenml pipeline run|(?:dagster|prefect) \S|dagit\b|(?:kubectl|oc) (?:apply|create) -[fk]|ray (?:job|start|submit)|"
    r"skaffold (?:run|dev)\b|tilt up\b|sky (?:launch|exec|jobs launch|spot launch|serve up)\b|"
    r"modal (?:run|serve|deploy)\b|"
    r"databricks bundle|az ml job|(?:sbatch|condor_submit|qsub) \S|serve run|"
    r"jupyter[ -](?:notebook|lab|execute|nbconvert)\b|papermill \S|anaconda-project run\b|"
    r"anyscale (?:job|service)s?|(?:pyflyte|union) run|bodywork (?:create deployment|deploy)\b|(?:cdk|sam) deploy|"
    r"(?:make|just|inv|invoke|task|poe|mise run|nox -s|tox -e)\s+(?:-\S+ \S+ )?(?:\S*"
    r"(?:run|serve|start|train|pipeline|demo|app|project|predict|experiment|notebook|jupyter|reproduce)|all\b)|make$)"
)
_PACKAGED = re.compile(
    r"^(?:(?:uv|poetry|pipenv|pdm|hatch|pixi|rye) run)\s+"
    r"(?!pytest|ruff|black|mypy|pre-commit|pip|tox|flake8|isort|just|nox|mkdocs|sphinx|jupyter|test|lint|format)\S+"
)
_WRAPPERS = re.compile(r"^(?:(?:sudo|nohup|time|env|exec|xvfb-run|winpty|srun(?: -\S+)*|[A-Za-z_]\w*=\S*)\s+)+")
_LAUNCHER = re.compile(r"^(?:py|python2|ipython3?)(?: -\d(?:\.\d+)?)? ")
_APART = re.compile(r"\s*&&\s*|;\s+")
_NOT_A_RUN = re.compile(r"\s(?:--version|--help)\b")
_PIP = re.compile(r"(?:sudo )?(?:python3? -m )?(?:pip3?|pipx) install ([^#&|;`]+)\Z")
_DONE: dict[Activity, str] = {"train": "train", "run-pipeline": "run", "serve": "run", "score": "run"}
"""What a reader does with the commands by which technologies are known."""


class Deeds:
    """What command lines do, those of the known technologies among them."""

    def __init__(self, technologies: tuple[Technology, ...]) -> None:
        self._known: CommandIndex[str] = CommandIndex()
        for technology in technologies:
            for proof in technology.proves:
                for pattern in proof.commands if proof.activity in _DONE else ():
                    self._known.add(pattern, proof.without, _DONE[proof.activity])

    def of(self, command: str) -> Iterator[str]:
        """Yield what a command line does, each of the commands that it joins looked at by itself."""
        if _INSTALL.search(command) and not _only_tools(command):
            yield "install"
        if _TRAIN.search(command) and not _INSTALL.match(command):
            yield "train"
        for part in _APART.split(command):
            plain = _LAUNCHER.sub("python ", _WRAPPERS.sub("", part))
            if _NOT_A_RUN.search(plain):
                continue
            if _RUN.search(plain) or _PACKAGED.search(plain):
                yield "run"
            yield from (deed for _, deed in self._known.find(plain.split()))


def _only_tools(command: str) -> bool:
    """Tell whether a command installs tools of developers and nothing that a program needs."""
    plain = _PIP.match(command)
    names = [word for word in plain.group(1).split() if not word.startswith("-")] if plain else []
    read = [parse(name, 1) for name in names]
    return bool(names) and all(read) and developers(one.name for one in read if one)
