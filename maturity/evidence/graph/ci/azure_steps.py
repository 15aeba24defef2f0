"""Steps of Azure jobs: scripts, and tasks that hold scripts or name them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, table, text
from maturity.evidence.graph.graph import End
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.masks import MACROS
from maturity.evidence.graph.runners.containers import image_file, pushed
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_SCRIPTS = ("script", "bash", "pwsh", "powershell")
_INLINE = ("inlineScript", "script", "Inline", "inline")
_FILES = ("filePath", "scriptPath", "scriptFile", "targetPath")
_FOLDERS = ("workingDirectory", "workingFolder", "cwd")
MAX_FILLED = 50
_PARAMETER = re.compile(r"\$\{\{ *parameters\.([\w\-]+) *\}\}")


@dataclass(frozen=True, slots=True)
class Where:
    """Where steps stand."""

    node: str
    path: str
    base: str
    parameters: Mapping[str, str]


class Steps:
    """Follows the steps of one job."""

    def __init__(self, builder: "Builder", where: Where) -> None:
        self.builder = builder
        self.where = where

    def step(self, step: Table) -> None:
        """Follow one step."""
        blocking = text(step.get("continueOnError")).lower() != "true"
        for key in _SCRIPTS:
            if text(step.get(key)):
                self._script(
                    self._fill(text(step.get(key))), step.line_of(key), step, blocking=blocking, strict=key == "pwsh"
                )
        if text(step.get("task")):
            self._task(step, blocking=blocking)

    def _fill(self, written: str) -> str:
        values = self.where.parameters
        return _PARAMETER.sub(lambda found: values.get(found.group(1), found.group()), written, MAX_FILLED)

    def _script(self, written: str, line: int, body: Table, *, blocking: bool, strict: bool) -> None:
        # The shells of Azure are started without -e: only the last command's status counts.
        options = Options(errexit=strict, expressions=MACROS)
        self.builder.script(
            self.where.node, written, self.where.path, line, self._folder(body), blocking=blocking, options=options
        )

    def _folder(self, body: Table) -> str:
        written = next((text(body.get(key)) for key in _FOLDERS if text(body.get(key))), "")
        return self.builder.files.folder(self._fill(written), self.where.base) if written else self.where.base

    def _task(self, step: Table, *, blocking: bool) -> None:
        name = text(step.get("task")).partition("@")[0]
        body = table(step.get("inputs"))
        inputs = {key: self._fill(value) for key, value in body.items() if isinstance(value, str)}
        at = self.builder.place(self.where.path, step.line_of("task"), name)
        self.builder.action(self.where.node, name, inputs, at, blocking=blocking)
        invocation = Invocation(self.where.node, (name,), at, self._folder(body), blocking)
        inline = next((key for key in _INLINE if inputs.get(key)), "")
        source = inputs.get("scriptSource", inputs.get("targetType", "")).lower()
        if name == "PythonScript":
            self._python(invocation, inputs, source)
        elif inline and source != "filepath":
            self._script(inputs[inline], body.line_of(inline), body, blocking=blocking, strict=False)
        elif name == "Docker":
            self._docker(invocation, inputs)
        else:
            self._file(invocation, inputs)

    def _python(self, invocation: Invocation, inputs: dict[str, str], source: str) -> None:
        if source == "inline":
            self.builder.graph.end(End(invocation.node, "a text for Python is not read", invocation.at))
        elif inputs.get("scriptPath"):
            self.builder.run(invocation.inner(("python", inputs["scriptPath"])))

    def _file(self, invocation: Invocation, inputs: dict[str, str]) -> None:
        for key in _FILES:
            written = inputs.get(key, "")
            if written.endswith((".sh", ".ps1", ".py", ".bash", ".cmd", ".bat")):
                self.builder.run_path(invocation, written)
        for key in ("arguments", "command"):
            if inputs.get(key) and invocation.words[0] in ("CmdLine", "CommandLine", "BatchScript"):
                self.builder.script(
                    invocation.node, inputs[key], self.where.path, invocation.at.line or 1, invocation.folder
                )

    def _docker(self, invocation: Invocation, inputs: dict[str, str]) -> None:
        command = inputs.get("command", "buildAndPush")
        if command in ("build", "buildAndPush"):
            written = inputs.get("Dockerfile", inputs.get("dockerFile", "Dockerfile")).replace("**/", "")
            path = image_file(self.builder, invocation, written, inputs.get("buildContext", ".").replace("**", "."))
            if path is not None:
                self.builder.link(invocation, f"image:{path}#build")
                pushed(self.builder, invocation, path)
