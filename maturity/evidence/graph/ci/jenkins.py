"""Jenkins: the stages and shell steps of a declarative or scripted Jenkinsfile."""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from maturity.evidence.graph.ci.pipeline import Pipeline, Started
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "jenkins"
MAX_STAGES = 200
MAX_STEPS = 100
"""Shell steps of one stage that are followed."""
MAX_BLOCK = 2_000
"""How far above a step the `dir` block that holds it is looked for."""
_LINE_COMMENT = re.compile(r"(?:^|(?<=[\s{};]))//[^\n]*", re.MULTILINE)
"""A comment begins a line or follows a blank or a brace; `https://` is none."""
_STAGE = re.compile(r"\bstage\s*\(\s*[\"']([^\"'\n]{1,200})[\"']")
_STEP = re.compile(
    r"\b(sh|bat|powershell|pwsh)\b[\s(]*(?:label\s*:\s*[\"'][^\"'\n]*[\"']\s*,\s*)?(?:returnStatus\s*:\s*(true)\s*,\s*)?(?:script\s*:\s*)?"
    r"(\"\"\"|'''|\"|')"
)
_IMAGE = re.compile(
    r"(?:\b(\w+)\s*=\s*)?\bdocker\.build\s*\(\s*[\"']([^\"'\n]{1,200})[\"'](?:\s*\+\s*[^,)\n]{1,80})?"
    r"(?:\s*,\s*[\"']([^\"'\n]{0,200})[\"'])?"
)
"""`app = docker.build("me/app", "-f Dockerfile .")` of the Docker plugin."""
_GROOVY = re.compile(r"\$\{[^}\n]*\}")
_PUSH = re.compile(r"\b(\w+)\.push\s*\(")
_FOLDER = re.compile(r"\bdir\s*\(\s*[\"']([^\"'\n]{1,200})[\"']\s*\)\s*\{")
_SCHEDULE = re.compile(r"\bcron\s*\(\s*[\"']|\bparameterizedCron\b")
_CHANGE = re.compile(r"\b(pollSCM|githubPush|gitlab\s*\(|GenericTrigger|bitbucketPush)")


def read(builder: "Builder") -> None:
    """Read every Jenkinsfile."""
    builder.each(lambda name: name.lower().startswith("jenkinsfile"), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    source = _LINE_COMMENT.sub("", _without_comments(builder.project.texts[path]))
    base = builder.files.base(posixpath.dirname(path))
    pipeline = Pipeline(builder, SYSTEM, path, path)
    started = list(_triggers(source))
    stages = [(found.start(), found.group(1)) for found in _STAGE.finditer(source)] or [(0, "pipeline")]
    previous = ""
    for position, (begin, name) in enumerate(stages[:MAX_STAGES]):
        end = stages[position + 1][0] if position + 1 < len(stages) else len(source)
        if re.search(r"\bexpression\s*\{\s*(?:return\s+)?false\s*\}", source[begin:end]):
            continue
        node = pipeline.job(name, _line(source, begin), started)
        if previous and previous != name:
            pipeline.before(previous, name)
        previous = name
        for line, text, folder, blocking in (*_steps(source, begin, end), *_images(source, begin, end)):
            where = builder.files.folder(folder, base) if folder else base
            # The step starts `sh -xe`.
            options = Options(errexit=True)
            builder.later(
                path, partial(builder.script, node, text, path, line, where, blocking=blocking, options=options)
            )
    pipeline.close()


def _without_comments(source: str) -> str:
    """Remove `/* ... */`, their newlines kept."""
    parts: list[str] = []
    position = 0
    while (begin := source.find("/*", position)) >= 0 and (end := source.find("*/", begin + 2)) >= 0:
        parts += [source[position:begin], "\n" * source.count("\n", begin, end)]
        position = end + 2
    return "".join(parts) + source[position:]


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def _triggers(source: str) -> Iterator[Started]:
    """Yield what starts the pipeline; without a word about it, the server's hook does, on a change."""
    schedule, change = _SCHEDULE.search(source), _CHANGE.search(source)
    if schedule:
        yield Started("cron", "schedule", _line(source, schedule.start()))
    if change or not schedule:
        yield Started("push", "change", _line(source, change.start()) if change else 1)


def _steps(source: str, begin: int, end: int) -> Iterator[tuple[int, str, str, bool]]:
    """Yield (line, text, folder, blocking) of the shell steps between two places."""
    position = begin
    for _ in range(MAX_STEPS):
        found = _STEP.search(source, position, end)
        if found is None:
            return
        quote = found.group(3)
        close = source.find(quote, found.end())
        while len(quote) == 1 and close > 0 and source[close - 1] == "\\":
            close = source.find(quote, close + 1)
        if close < 0 or close > end:
            return
        text = source[found.end() : close]
        folder = next(
            (
                one.group(1)
                for one in _FOLDER.finditer(source, max(begin, found.start() - MAX_BLOCK), found.start())
                if _open(source, one.end(), found.start())
            ),
            "",
        )
        lead = len(text) - len(text.lstrip("\n"))
        yield _line(source, found.end()) + lead, text.lstrip("\n"), folder, found.group(2) is None
        position = close + len(quote)


def _images(source: str, begin: int, end: int) -> Iterator[tuple[int, str, str, bool]]:
    """Yield what the Docker plugin builds and pushes between two places, as the commands that it runs."""
    if "docker.build" not in source:
        return
    tags: dict[str, str] = {}
    for built in islice(_IMAGE.finditer(source), MAX_STEPS):
        tag = tags[built.group(1) or ""] = _GROOVY.sub("$value", built.group(2))
        if begin <= built.start() < end:
            yield _line(source, built.start()), f"docker build -t {tag} {built.group(3) or '.'}", "", True
    for pushed in islice(_PUSH.finditer(source, begin, end), MAX_STEPS):
        if pushed.group(1) in tags:
            yield _line(source, pushed.start()), f"docker push {tags[pushed.group(1)]}", "", True


def _open(source: str, begin: int, end: int) -> bool:
    """Tell whether the block that begins here is still open there."""
    return source.count("}", begin, end) <= source.count("{", begin, end)
