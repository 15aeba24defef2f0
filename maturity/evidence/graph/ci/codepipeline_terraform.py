"""AWS CodePipeline, declared in Terraform: its pipelines and builds in the form that CloudFormation gives them."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from textwrap import dedent
from typing import NamedTuple

from maturity.documents.tree import Series, Table
from maturity.evidence.project import Project

MAX_BLOCK = 20_000
"""Characters of a resource that are read."""
_BLOCK = re.compile(
    r'^(?:resource[ \t]+"(?P<type>aws_codepipeline|aws_codebuild_project)"|data[ \t]+"template_file"|\w+)'
    r'(?:[ \t]+"(?P<name>[^"\n]{1,200})")?[^\n{]{0,200}\{',
    re.MULTILINE,
)
_PART = re.compile(r"^[ \t]*(?P<word>stage|action)[ \t]*\{", re.MULTILINE)
_NAME = re.compile(r'^[ \t]*name[ \t]*=[ \t]*"([^"\n]+)"', re.MULTILINE)
_PROVIDER = re.compile(r'^[ \t]*provider[ \t]*=[ \t]*"([^"\n]+)"', re.MULTILINE)
_KEYS = ("ProjectName", "TemplatePath", "S3ObjectKey", "FunctionName")
_SPEC = re.compile(r"^[ \t]*buildspec[ \t]*=[ \t]*(?P<value>[^\n]+)", re.MULTILINE)
_FILE = re.compile(r'"(?:\$\{path\.(?:module|root|cwd)\}/)?(?P<path>[^"\n]+?\.ya?ml)(?:\.tpl|\.tftpl)?"')
_RENDERED = re.compile(r"data\.template_file\.(\w+)\.rendered")
_HERE = re.compile(r"<<[-~]?[ \t]*(?P<word>\w+)[ \t]*\n(?P<text>.*?)^[ \t]*(?P=word)[ \t]*$", re.MULTILINE | re.DOTALL)
_OF_PROJECT = re.compile(r"aws_codebuild_project\.(\w+)")


class _Block(NamedTuple):
    kind: str
    name: str
    written: str
    line: int


def resources(project: Project, path: str) -> Table:
    """Return the pipelines of a file, and the builds of its folder, as CloudFormation would declare them."""
    found = Table()
    for block in _blocks(project.texts[path]):
        if block.kind == "aws_codepipeline":
            _put(found, block.name, _of_type("AWS::CodePipeline::Pipeline", "Stages", _stages(block)), block.line)
    folder = posixpath.dirname(path)
    texts = {
        one: text for one, text in project.texts.items() if one.endswith(".tf") and posixpath.dirname(one) == folder
    }
    for one, text in texts.items():
        for block in _blocks(text):
            if block.kind == "aws_codebuild_project":
                line, spec = _spec(block, texts.values())
                source = Table(line)
                # Commands that stand in another file would be shown at lines of this one.
                _put(source, "BuildSpec", spec if one == path or "\n" not in spec else "", line)
                _put_build(found, block, _of_type("AWS::CodeBuild::Project", "Source", source))
    return found


def _put_build(found: Table, block: _Block, build: Table) -> None:
    """Add a build under its address and under its name: an action gives either."""
    named = _NAME.search(block.written)
    for name in (block.name, named[1] if named else block.name):
        if name not in found:
            _put(found, name, build, block.line)


def _blocks(written: str) -> Iterator[_Block]:
    """Yield the blocks of a file, each up to the next one."""
    starts = list(_BLOCK.finditer(written))
    for one, end in zip(starts, [*(after.start() for after in starts), len(written)][1:], strict=True):
        text = written[one.start() : min(end, one.start() + MAX_BLOCK)]
        yield _Block(one["type"] or "", one["name"] or "", text, written.count("\n", 0, one.start()) + 1)


def _stages(block: _Block) -> Series:
    """Return the stages of a pipeline with their actions."""
    stages, actions = Series(block.line), Series(block.line)
    parts = list(_PART.finditer(block.written))
    for one, end in zip(parts, [*(after.start() for after in parts), len(block.written)][1:], strict=True):
        text = block.written[one.start() : end]
        line = block.line + block.written.count("\n", 0, one.start("word"))
        name = _NAME.search(text)
        body = Table(line)
        _put(body, "Name", name[1] if name else "", line)
        if one["word"] == "stage":
            actions = Series(line)
            _put(body, "Actions", actions, line)
            _append(stages, body, line)
            continue
        provider = _PROVIDER.search(text)
        kind, given = Table(line), Table(line)
        _put(kind, "Provider", provider[1] if provider else "", line)
        for key in _KEYS:
            value = re.search(rf'^[ \t]*"?{key}"?[ \t]*[=:][ \t]*([^\n]+?),?[ \t]*$', text, re.MULTILINE)
            if value:
                meant = _OF_PROJECT.search(value[1])
                _put(given, key, meant[1] if meant else value[1].strip('"'), line)
        _put(body, "ActionTypeId", kind, line)
        _put(body, "Configuration", given, line)
        _append(actions, body, line)
    return stages


def _spec(block: _Block, texts: Iterable[str]) -> tuple[int, str]:
    """Return the commands of a build with their line: the path of a file, or what stands in the configuration."""
    found = _SPEC.search(block.written)
    if found is None:
        return block.line, "buildspec.yml"  # what AWS looks for
    line = block.line + block.written.count("\n", 0, found.start("value"))
    here = _HERE.match(block.written, found.start("value"))
    if here is not None:
        return line, dedent(here["text"])
    value, rendered = found["value"], _RENDERED.search(found["value"])
    if rendered:
        head = re.compile(rf'^data[ \t]+"template_file"[ \t]+"{rendered[1]}"[^\n]*\n(?P<body>[^\n]*)', re.MULTILINE)
        value = next((one["body"] for text in texts if (one := head.search(text))), "")
    file = _FILE.search(value)
    return line, file["path"] if file else ""


def _of_type(name: str, key: str, value: Table | Series) -> Table:
    body, properties = Table(value.line), Table(value.line)
    _put(properties, key, value, value.line)
    _put(body, "Type", name, value.line)
    _put(body, "Properties", properties, value.line)
    return body


def _put(body: Table, key: str, value: object, line: int) -> None:
    body[key] = value
    body.lines[key] = line


def _append(series: Series, value: Table, line: int) -> None:
    series.append(value)
    series.lines.append(line)
