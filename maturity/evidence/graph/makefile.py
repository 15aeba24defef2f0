"""A reader of makefiles: variables, targets, prerequisites and recipes with their lines. It never runs make."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MAX_LINES = 20_000
MAX_LINE = 4_000
MAX_VALUE = 2_000
MAX_INCLUDES = 20
_VARIABLE = re.compile(r"^\s*(?:export\s+|override\s+|private\s+)*([\w.\-]+)\s*(::=|:=|\?=|\+=|!=|=)\s*(.*)$")
_INCLUDE = re.compile(r"^\s*[-s]?include\s+(.*)$")
_DEFINE = re.compile(r"^\s*(?:export\s+|override\s+)*define\s+([\w.\-]+)")
_REFERENCE = re.compile(r"\$(?:\(([\w.\-]+)\)|\{([\w.\-]+)\}|([@<^*?]))")
_LOOKED_UP = re.compile(r"\$\(shell\s+(?:which|command -v|type -p)\s+([\w.\-]+)")
"""`PYTHON := $(shell which python3)`: the program by another name."""
_CONDITION = re.compile(r"^\s*(ifeq|ifneq|ifdef|ifndef|else|endif)\b")


@dataclass(slots=True)
class Target:
    """One target."""

    name: str
    path: str
    line: int
    prerequisites: list[str] = field(default_factory=list)
    recipe: list[tuple[int, str]] = field(default_factory=list)
    """Lines of the recipe with their numbers, joined where a backslash continues them."""


@dataclass(slots=True)
class Makefile:
    """What one makefile and its includes say."""

    targets: dict[str, Target] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    phony: set[str] = field(default_factory=set)
    default: str = ""
    one_shell: bool = False
    """The recipe is one script: `.ONESHELL`."""

    def expand(self, text: str, more: Mapping[str, str] | None = None) -> str:
        """Put in the variables that are known; functions and automatic variables stay as they are."""
        values = {**self.variables, **(more or {})}
        for _ in range(5):
            before = text
            text = _REFERENCE.sub(lambda found: self._value(found, values), text)
            if text == before or len(text) > MAX_VALUE:
                break
        return text[: 10 * MAX_VALUE]

    def _value(self, found: re.Match[str], values: Mapping[str, str]) -> str:
        name = found.group(1) or found.group(2) or found.group(3)
        value = values.get(name)
        return found.group() if value is None or len(value) > MAX_VALUE else value


def read(path: str, texts: Mapping[str, str], find: Callable[[str], str | None]) -> Makefile:
    """Read a makefile; `find` returns the tracked file that an include means."""
    makefile = Makefile()
    _Reader(makefile, texts, find).file(path)
    return makefile


class _Reader:
    """Reads line after line; includes are read in place, each once."""

    def __init__(self, makefile: Makefile, texts: Mapping[str, str], find: Callable[[str], str | None]) -> None:
        self.makefile = makefile
        self.texts = texts
        self.find = find
        self.seen: set[str] = set()
        self.open: list[Target] = []
        self.ruled = False
        """A rule came last: only behind one a line with a tab is one of a recipe. A variable ends it."""
        self.define = ""
        self.nesting = 0

    def file(self, path: str) -> None:
        """Read one file."""
        if path in self.seen or len(self.seen) > MAX_INCLUDES:
            return
        self.seen.add(path)
        self.nesting += 1
        for number, line in _joined(self.texts.get(path, "")):
            self._line(path, number, line)
        self.nesting -= 1
        self.open = []
        self.ruled = False

    def _line(self, path: str, number: int, line: str) -> None:
        if self.define:
            if line.strip() == "endef":
                self.define = ""
            return
        if line.startswith("\t") and self.ruled:
            for target in self.open:
                target.recipe.append((number, line.strip()))
            return
        plain = line.split(" #", 1)[0].rstrip()
        if not plain.strip() or plain.lstrip().startswith("#") or _CONDITION.match(plain):
            return
        if found := _DEFINE.match(plain):
            self.define = found.group(1)
        elif found := _VARIABLE.match(plain):
            self.open, self.ruled = [], False
            self._assign(found)
        elif found := _INCLUDE.match(plain):
            self._include(found.group(1))
        else:
            self._rule(path, number, self.makefile.expand(plain.partition(";")[0]), plain.partition(";")[2])

    def _assign(self, found: re.Match[str]) -> None:
        name, operator, value = found.groups()
        variables = self.makefile.variables
        if operator == "+=":
            variables[name] = f"{variables.get(name, '')} {value}".strip()[: 2 * MAX_VALUE]
        elif operator != "!=" and not (operator == "?=" and name in variables):
            program = _LOOKED_UP.match(value)
            variables[name] = program.group(1) if program else value.strip()

    def _include(self, names: str) -> None:
        if self.nesting > MAX_INCLUDES:
            return
        for name in self.makefile.expand(names).split():
            path = self.find(name)
            if path is not None:
                self.file(path)

    def _rule(self, path: str, number: int, head: str, recipe: str) -> None:
        targets, colon, needed = head.partition(":")
        if not colon or "=" in head:
            return
        names, prerequisites = targets.split(), needed.lstrip(":").replace("|", " ").split()
        if names == [".PHONY"]:
            self.makefile.phony.update(prerequisites)
        self.makefile.one_shell = self.makefile.one_shell or ".ONESHELL" in names
        self.open = []
        self.ruled = True
        for name in names:
            if (name.startswith(".") and name[1:].isupper()) or "%" in name or "$" in name:
                continue
            self.makefile.default = self.makefile.default or name
            target = self.makefile.targets.setdefault(name, Target(name, path, number))
            target.prerequisites.extend(prerequisites)
            if recipe.strip():
                target.recipe.append((number, recipe.strip()))
            self.open.append(target)


def _joined(text: str) -> list[tuple[int, str]]:
    """Return the lines with their numbers; a line that ends with a backslash goes on in the next one."""
    lines: list[tuple[int, str]] = []
    start, parts = 0, ""
    for number, whole in enumerate(text.splitlines()[:MAX_LINES], 1):
        line = whole[:MAX_LINE]
        start = start or number
        if line.endswith("\\"):
            parts += line[:-1] + " " if not parts else line[:-1].strip() + " "
            continue
        lines.append((start, parts + line.strip() if parts else line))
        start, parts = 0, ""
    if parts:
        lines.append((start, parts))
    return lines
