"""What the CDK of AWS declares that runs code: pipelines with their source and builds, and functions of Lambda."""

from collections.abc import Iterable, Iterator

from maturity.evidence.graph.graph import Edge, Start
from maturity.evidence.python.code import Unit, foreign_name, shown, text_of
from maturity.evidence.python.files import folder_of
from maturity.evidence.python.frameworks.framework import Found, Framework
from maturity.evidence.python.module import Call
from maturity.evidence.python.namespace import node_of

SYSTEM = "codepipeline"
_MUTATING = "aws_cdk.pipelines.CodePipeline"
"""A pipeline that deploys the stages, and the stack, of the function that makes it."""
_PLAIN = "aws_cdk.aws_codepipeline.Pipeline"
_SOURCES = frozenset(
    (
        *(f"aws_cdk.pipelines.CodePipelineSource.{name}" for name in ("connection", "git_hub", "code_commit")),
        *(
            f"aws_cdk.aws_codepipeline_actions.{name}SourceAction"
            for name in ("CodeStarConnections", "GitHub", "CodeCommit", "BitBucket")
        ),
    )
)
"""Sources that are repositories: a push starts the pipeline."""
_BUCKETS = frozenset(("aws_cdk.pipelines.CodePipelineSource.s3", "aws_cdk.aws_codepipeline_actions.S3SourceAction"))
"""Sources that are archives in a bucket: a new one starts the pipeline."""
_DEPTH = 2
"""How many functions may lie between a pipeline and what makes its source and its builds."""
_STEPS = frozenset(("aws_cdk.pipelines.ShellStep", "aws_cdk.pipelines.CodeBuildStep"))
_FUNCTION = "aws_cdk.aws_lambda.Function"
_ASSET = "aws_cdk.aws_lambda.Code.from_asset"
_BUILDS = "aws_cdk.aws_codebuild.BuildSpec.from_object"


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        made = {name for _, _, name in _calls((unit,))}
        if _MUTATING in made or _PLAIN in made:
            _pipeline(unit, found, mutating=_MUTATING in made)
        for call, symbol in unit.ending(frozenset({"Function"})):
            if foreign_name(call.name, symbol) == _FUNCTION:
                _function(unit, call, found)


def _function(unit: Unit, call: Call, found: Found) -> None:
    """Start the handler of a function whose code is a folder of the repository: something it is told of calls it."""
    module, _, name = text_of(call.keywords.get("handler")).rpartition(".")
    assets = [one for one, symbol in unit.ending(frozenset({"from_asset"})) if foreign_name(one.name, symbol) == _ASSET]
    folder = next((text_of(one.arguments[0]) for one in assets if one.arguments and one.line >= call.line), "")
    if module and folder:
        path = found.code.index.files.ending(f"{folder}/{module.replace('.', '/')}.py", folder_of(unit.path))
        if path is not None:
            at = unit.at(call.line, f"{shown(call.name)}({module}.{name})")
            found.graph.start(Start("declared", node_of(path, name), at, f"{unit.path}:{module}.{name}"))


def _pipeline(unit: Unit, found: Found, *, mutating: bool) -> None:
    """Start what a pipeline runs on a push; one whose source is not here, or waits for a person, starts nothing."""
    near = found.code.around(unit, _DEPTH)
    sources = [(one, call, name) for one, call, name in _calls(near) if name in _SOURCES | _BUCKETS and _pushed(call)]
    if not sources:
        return
    holder, made, source = min(sources, key=lambda one: one[2] in _BUCKETS)
    at = holder.at(made.line, f"{shown(made.name)}()")
    node = unit.node if mutating else found.task(unit.path, "pipeline", at)
    for one, call, name in _calls(near):
        if name in _STEPS or name == _BUILDS:
            _build(node, one, call, found)
    if source in _BUCKETS:
        found.trigger(SYSTEM, "new archive", "event", node, at)
    else:
        found.trigger(SYSTEM, "push", "change", node, at)


def _build(pipeline: str, unit: Unit, call: Call, found: Found) -> None:
    """Follow the commands of one build, which run one after the other in a checkout of the repository."""
    title = text_of(call.arguments[0]) if call.arguments and call.name.endswith("Step") else ""
    title = title or text_of(call.keywords.get("id")) or "build"
    at = unit.at(call.line, f"{shown(call.name)}({title[:40]})")
    task = found.task(unit.path, f"{title}:{call.line}", at)
    found.graph.link(Edge(pipeline, task, at))
    written = (*call.arguments[:1],) if call.name.endswith("from_object") else ()
    for given in (*written, call.keywords.get("install_commands"), call.keywords.get("commands")):
        if found.shell is not None and text_of(given):
            found.shell.script(task, text_of(given), unit.path, call.line)


def _pushed(call: Call) -> bool:
    """Tell whether a push starts a source: unless it says otherwise, one does."""
    trigger = call.keywords.get("trigger")
    return call.keywords.get("trigger_on_push") is not False and not str(trigger).endswith(".NONE")


def _calls(units: Iterable[Unit]) -> Iterator[tuple[Unit, Call, str]]:
    for unit in units:
        for call, symbol in unit.calls():
            yield unit, call, foreign_name(call.name, symbol)


FRAMEWORK = Framework("aws-cdk", frozenset({"aws_cdk"}), _read)
