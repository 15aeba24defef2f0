"""The few settings of a repository that say how its data is to be read. None that runs anything is even looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from maturity.sources.door import Algorithm

_SECTION = re.compile(r'\[\s*([A-Za-z0-9.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]')
_ENTRY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*))?")

_KEPT = {
    "core.filemode": ("true", "false"),
    "core.symlinks": ("true", "false"),
    "core.ignorecase": ("true", "false"),
    "core.trustctime": ("true", "false"),
    "core.autocrlf": ("true", "false", "input"),
    "core.eol": ("lf", "crlf", "native"),
}
"""Settings that change when a file counts as modified, with the values they may have."""

_HARMLESS = {
    "noop",
    "noop-v1",
    "objectformat",
    "partialclone",
    "preciousobjects",
    "worktreeconfig",
    "relativeworktrees",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What was understood."""

    sha256: bool = False
    unknown: str = ""
    """An extension without which the repository cannot be read rightly."""
    work_tree: str = ""
    """The work tree of a submodule, relative to its git folder."""
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def algorithm(self) -> Algorithm:
        """Return how the repository names its objects."""
        return "sha256" if self.sha256 else "sha1"


def read_settings(text: str) -> Settings:
    """Read a git configuration as text; includes are not followed."""
    sha256, unknown, work_tree = False, "", ""
    kept: dict[str, str] = {}
    for name, value in _entries(text):
        section, _, key = name.rpartition(".")
        if section == "extensions":
            sha256 |= key == "objectformat" and value.lower() == "sha256"
            files = key == "refstorage" and value.lower() == "files"
            if key not in _HARMLESS and not files:
                unknown = f"{key} = {value}"[:80]
        elif name == "core.worktree":
            work_tree = value
        elif value.lower() in _KEPT.get(name, ()):
            kept[name] = value.lower()
    return Settings(sha256, unknown, work_tree, kept)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    section = ""
    for line in text.splitlines():
        stripped = line.strip()
        if head := _SECTION.match(stripped):
            section = head[1].lower() + (f".{head[2]}" if head[2] is not None else "")
            stripped = stripped[head.end() :].strip()
        if (entry := _ENTRY.fullmatch(stripped)) and section:
            value = (entry[2] or "true").split(" #")[0].split(" ;")[0].strip()
            yield f"{section}.{entry[1].lower()}", value.strip('"')
