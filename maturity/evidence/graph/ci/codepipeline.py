"""AWS CodePipeline, declared in CloudFormation or in Terraform: stages, what starts them, and what they run."""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from maturity.documents import yaml
from maturity.documents.tree import Table, items, table, text
from maturity.errors import Unreadable
from maturity.evidence.graph.ci import codepipeline_terraform
from maturity.evidence.graph.ci.pipeline import Pipeline, Started, script
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.shell import Options
from maturity.evidence.python.namespace import node_of

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "codepipeline"
_TYPE = "AWS::CodePipeline::Pipeline"
_REPOSITORIES = frozenset("CodeCommit GitHub CodeStarSourceConnection Bitbucket GitLab".split())
_DATA = re.compile(r"\.(?:csv|parquet|json|jsonl|tsv|tar\.gz)\Z|data", re.IGNORECASE)
_SERVICES = ("AWS::SageMaker::Endpoint", "AWS::ECS::Service", "AWS::AppRunner::Service")
"""Resources that answer with a model once their template is rolled out."""
_PACKS = re.compile(r"\b(?:cloudformation|sam)[ \t]+package\b[^\n]*?--template(?:-file)?[= \t]+[\"']?([\w./-]+)")
_PACKAGED = re.compile(r"\A(?:packaged|built|processed)[-_.]", re.IGNORECASE)


class Action(NamedTuple):
    """One action of a stage."""

    name: str
    line: int
    provider: str
    configuration: Table


def read(builder: "Builder") -> None:
    """Read every template that declares a pipeline."""
    builder.each(lambda name: name.endswith((".yml", ".yaml", ".json", ".template")), partial(_read, builder))
    builder.each(lambda name: name.endswith(".tf"), partial(_read_terraform, builder))


def _read(builder: "Builder", path: str) -> None:
    if _TYPE not in builder.project.texts[path]:
        return
    for document in builder.project.yaml(path)[:1]:
        resources = table(table(document).get("Resources"))
        for name, one in resources.items():
            if text(table(one).get("Type")) == _TYPE:
                _pipeline(builder, path, name, resources)


def _read_terraform(builder: "Builder", path: str) -> None:
    if '"aws_codepipeline"' not in builder.project.texts[path]:
        return
    resources = codepipeline_terraform.resources(builder.project, path)
    for name, one in resources.items():
        if text(table(one).get("Type")) == _TYPE:
            _pipeline(builder, path, name, resources)


def _pipeline(builder: "Builder", path: str, name: str, resources: Table) -> None:
    """Add one pipeline: each action is a job, and waits for the one before it."""
    stages = table(table(resources[name]).get("Properties")).get("Stages")
    pipeline = Pipeline(builder, SYSTEM, path, name, resources.line_of(name))
    found = [(text(table(one).get("Name")), list(_actions(table(one)))) for _, one in items(stages)]
    started = [source for _, actions in found for source in _sources(actions)]
    before = ""
    for stage, actions in found:
        for action in actions:
            if action.provider in _REPOSITORIES or action.provider in ("S3", "ECR", "Manual"):
                continue
            job = f"{name}/{stage}/{action.name}"
            node = pipeline.job(job, action.line, started)
            if before:
                pipeline.before(before, job)
            before = job
            builder.later(path, partial(_run, builder, path, node, action, resources))
    pipeline.close(started)


def _actions(stage: Table) -> Iterator[Action]:
    for line, one in items(stage.get("Actions")):
        body = table(one)
        provider = text(table(body.get("ActionTypeId")).get("Provider"))
        yield Action(text(body.get("Name")), body.line_of("Name") or line, provider, table(body.get("Configuration")))


def _sources(actions: list[Action]) -> Iterator[Started]:
    """Yield what starts the pipeline: a repository that changes, or data that arrive in a bucket."""
    for action in actions:
        if action.provider in _REPOSITORIES:
            yield Started(action.name, "change", action.line)
        elif action.provider == "S3":
            data = _DATA.search(text(action.configuration.get("S3ObjectKey")))
            yield Started(action.name, "event" if data else "change", action.line)


def _run(builder: "Builder", path: str, node: str, action: Action, resources: Table) -> None:
    """Follow an action to what it builds, calls or rolls out."""
    given, at = action.configuration, builder.place(path, action.line, action.name)
    if action.provider == "CodeBuild":
        project = resources.get(_named(given.get("ProjectName")))
        _build(builder, path, node, table(table(project).get("Properties")), action)
    elif action.provider == "Lambda":
        for target in _functions(builder, path, given.get("FunctionName"), resources):
            builder.graph.link(Edge(node, target, at))
    elif action.provider == "StepFunctions":
        machine = _named(given.get("StateMachineArn"))
        if machine in resources:
            builder.graph.link(Edge(node, f"job:{path}#{machine}", at))
    elif action.provider == "CloudFormation":
        template = _template(builder, path, text(given.get("TemplatePath"))) or _packed(builder, path, resources)
        written = builder.project.texts.get(template or "", "")
        if any(service in written for service in _SERVICES):
            builder.action(node, "codepipeline/service-template", {}, at)
    else:
        builder.action(node, f"codepipeline/{action.provider.lower()}", {}, at)


def _build(builder: "Builder", path: str, node: str, properties: Table, action: Action) -> None:
    """Follow a build to its commands: in a buildspec of the repository, or written into the template."""
    source = table(properties.get("Source"))
    spec = text(source.get("BuildSpec"))
    found = builder.files.find(spec, posixpath.dirname(path)) if spec and "\n" not in spec else None
    if found is not None:
        builder.graph.link(Edge(node, f"job:{found}#build", builder.place(path, action.line, action.name)))
    elif "\n" in spec:
        _inline(builder, path, node, spec, source.line_of("BuildSpec"))


def _inline(builder: "Builder", path: str, node: str, spec: str, line: int) -> None:
    try:
        documents = yaml.load_all(spec)
    except Unreadable:
        return
    for phase in table(table(documents[0] if documents else None).get("phases")).values():
        first, written = script(table(phase), "commands")
        builder.script(node, written, path, line + first, options=Options(errexit=True))


def _functions(builder: "Builder", path: str, wanted: object, resources: Table) -> Iterator[str]:
    """Yield the handlers of the functions of a template that have a name, or are referred to by it."""
    for name, one in resources.items():
        properties = table(table(one).get("Properties"))
        module, _, function = text(properties.get("Handler")).rpartition(".")
        if module and (_named(wanted) == name or (wanted and properties.get("FunctionName") == wanted)):
            found = _anywhere(builder, f"{module.replace('.', '/')}.py", path)
            if found is not None:
                yield node_of(found, function)


def _template(builder: "Builder", path: str, written: str) -> str | None:
    """Return the template of the repository that an action rolls out; packing gives it another name."""
    name = posixpath.basename(written.rpartition("::")[2])
    for one in (name, _PACKAGED.sub("", name), f"deploy-{_PACKAGED.sub('', name)}"):
        if one and (found := _anywhere(builder, one, path)):
            return found
    return None


def _packed(builder: "Builder", path: str, resources: Table) -> str | None:
    """Return the template that the builds beside a pipeline pack, where all of them pack the same."""
    found = set()
    for one in resources.values():
        spec = text(table(table(table(one).get("Properties")).get("Source")).get("BuildSpec"))
        file = builder.files.find(spec, posixpath.dirname(path)) if spec and "\n" not in spec else None
        written = builder.project.texts.get(file, "") if file else spec
        found.update(_PACKS.findall(written.replace("\\\n", " ")))
    return _anywhere(builder, posixpath.basename(found.pop()), path) if len(found) == 1 else None


def _anywhere(builder: "Builder", name: str, path: str) -> str | None:
    """Return a file beside a template, or the only one of that name: packing takes it out of its folder."""
    return builder.files.find(name, posixpath.dirname(path)) or builder.files.find(f"${{PACKED}}/{name}", "")


def _named(value: object) -> str:
    """Return the resource that a value names: `!Ref Build`, or `{"Ref": "Build"}` of a JSON template."""
    return text(value) or text(table(value).get("Ref"))
