"""Deployment environments that code tells apart: settings, programs that take one, stacks of the AWS CDK."""

import re
from collections import defaultdict
from collections.abc import Iterator

from maturity.evidence.layout import test_path
from maturity.evidence.project import Project
from maturity.evidence.python.module import Class, Parameter
from maturity.evidence.topics.environment_names import NAMES, STEPS, Means, Name, name_of, named
from maturity.model.place import Place

WORDS = frozenset(
    (
        *("staging", "production", "prod", "dev", "development"),
        *("DevConfig", "DevelopmentConfig", "StagingConfig", "ProdConfig", "ProductionConfig"),
        *("DevSettings", "DevelopmentSettings", "StagingSettings", "ProdSettings", "ProductionSettings"),
    )
)
"""What the pre-filter has to look for in Python files."""

_CLASS = re.compile(r"(Dev|Development|Test|Testing|Staging|Stage|Prod|Production)(?:Config|Settings|Configuration)?\Z")
_CLASS_END = re.compile(r"(?:Config|Settings|Configuration)\Z")
_VARIABLE = re.compile(
    r"=(?:(?:APP|APPLICATION|PROJECT|DEPLOY|DEPLOYMENT|PIPELINE|ML|MLOPS|MODEL|SERVICE|API|SERVER|FLASK|FASTAPI|DJANGO|"
    r"PYTHON|TARGET|RUN|RUNTIME|AWS|AZURE|GCP|AIRFLOW|PREFECT|DAGSTER|ZENML|KEDRO|CI)_)?"
    r"(?:ENV|ENVIRONMENT|STAGE|DEPLOY_ENV)\Z"
)
"""That of another vendor (`BROKER_ENV`) says where its service is."""
_PARAMETER = frozenset(("env", "environment", "stage", "target_env", "deploy_env", "deployment_stage"))
"""`target` is none of them: in training code it is what is predicted."""
_FIELD = re.compile(r"(?:\w+_)?(?:env|environment)|stage|deployment_stage")
_LISTED = re.compile(r"Literal\[([^\]]{1,200})\]")


def settings(project: Project) -> Means:
    """Find settings classes for each environment, and programs that take the environment and know several."""
    found: Means = {}
    for path, module in project.modules.items():
        if test_path(path) or path.endswith(".ipynb"):
            continue
        known = {name for word in WORDS & _tokens(project, path) if (name := name_of(word))}
        group: dict[Name, Place] = {}
        for one in module.classes:
            if (match := _CLASS.match(one.name)) and (
                _CLASS_END.search(one.name) or any(map(_CLASS_END.search, one.bases))
            ):
                group.setdefault(NAMES[match.group(1).lower()], project.place(path, one.line, one.name))
            for offered, name in _offers(one, known):
                group.setdefault(name, project.place(path, one.line, f"{one.name}.{offered}"))
        chosen = [
            function.line
            for function in module.functions
            if any(_is_environment(one, known) for one in function.parameters)
            or any(_VARIABLE.search(str(argument)) for call in function.calls for argument in call.arguments[:1])
        ]
        if chosen and len(known) > 1:
            for name in sorted(known):
                group.setdefault(name, project.place(path, chosen[0], "chooses by environment"))
        found[path] = group
    return found


def _offers(one: Class, known: set[Name]) -> Iterator[tuple[str, Name]]:
    """Yield the environments that a field of a class may hold: those it lists, or in settings those its file knows."""
    settings = any(map(_CLASS_END.search, (one.name, *one.bases)))
    for field in one.fields:
        if not _FIELD.fullmatch(field.name):
            continue
        if listed := _LISTED.search(field.annotation):
            yield from ((field.name, name) for name in named(listed.group(1)))
        elif settings and len(known) > 1 and field.annotation in ("str", "str | None", "typing.Optional[str]"):
            yield from ((field.name, name) for name in sorted(known))


def _is_environment(parameter: Parameter, known: set[Name]) -> bool:
    """Tell whether a parameter takes the environment: no table of variables, and no stage of a model registry."""
    if parameter.name not in _PARAMETER or re.search(r"dict|Mapping", parameter.annotation):
        return False
    return parameter.name != "stage" or "development" in known


def stacks(project: Project) -> Means:
    """Find the stages and stacks that one program of the AWS CDK makes by their ids: `Churn(app, "ChurnProd")`."""
    found: Means = defaultdict(dict)
    for path, module in project.modules.items():
        if test_path(path) or not any(one.target.startswith("aws_cdk") for one in module.imports):
            continue
        for call in (call for function in module.functions for call in function.calls):
            given = (*call.arguments[1:2], call.keywords.get("id"))
            for label in given if call.name.endswith(("Stage", "Stack")) else ():
                for name in named(str(label), STEPS) if str(label).startswith("=") else ():
                    found[path].setdefault(name, project.place(path, call.line, str(label)[1:]))
    return found


def _tokens(project: Project, path: str) -> frozenset[str]:
    skim = project.skims.get(path)
    return skim.tokens if skim else frozenset()
