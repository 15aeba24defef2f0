"""What a mutation does to a repository: small edits that fail loudly where they no longer fit what they edit."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field

from maturity.model.value import Value
from tests.repository import commit, git, write


class Delete(Value):
    """Remove files, named by globs; each has to match something."""

    delete: tuple[str, ...]

    def apply(self, folder: Path) -> None:
        """Do it."""
        for pattern in self.delete:
            for file in _files(folder, pattern):
                file.unlink()


class Replace(Value):
    """Put other words where a text or a pattern stands exactly so many times in the files of a glob."""

    within: str
    text: str = ""
    pattern: str = ""
    """A regular expression instead of a text; `^` and `$` are those of a line."""
    by: str = ""
    times: int = 1

    def apply(self, folder: Path) -> None:
        """Do it."""
        sought = re.compile(self.pattern or re.escape(self.text), re.MULTILINE)
        by = self.by if self.pattern else self.by.replace("\\", r"\\")
        found = 0
        for file in _files(folder, self.within):
            content, count = sought.subn(by, file.read_text(encoding="utf-8"))
            found += count
            file.write_text(content, encoding="utf-8")
        assert found == self.times, f"{self.within}: /{sought.pattern}/ matches {found} times, not {self.times}"


class Cut(Value):
    """Take one line out, with all that is indented deeper below it: a key of YAML, a job, a function."""

    within: str
    cut: str
    """The line, without the spaces around it."""

    def apply(self, folder: Path) -> None:
        """Do it."""
        (file,) = _files(folder, self.within)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        (start,) = (number for number, line in enumerate(lines) if line.strip() == self.cut)
        depth = _depth(lines[start])
        end = start + 1
        while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > depth):
            end += 1
        file.write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")


class Add(Value):
    """Write files that are not there yet."""

    add: dict[str, str]

    def apply(self, folder: Path) -> None:
        """Do it."""
        assert not [name for name in self.add if (folder / name).exists()]
        write(folder, self.add)
        git(folder, "add", *self.add)


class Large(Value):
    """Commit a file of zeros and remove it again: history keeps it."""

    large: str
    size: int

    def apply(self, folder: Path) -> None:
        """Do it."""
        commit(folder, {self.large: bytes(self.size)})
        commit(folder, {self.large: None})


class Git(Value):
    """Run git: history and tags are evidence, too."""

    git: tuple[str, ...]

    def apply(self, folder: Path) -> None:
        """Do it."""
        git(folder, *self.git)


Edit = Annotated[Delete | Replace | Cut | Add | Large | Git, Field(union_mode="left_to_right")]


def _files(folder: Path, pattern: str) -> list[Path]:
    files = sorted(one for one in folder.glob(pattern) if one.is_file() and ".git" not in one.relative_to(folder).parts)
    assert files, f"nothing is named {pattern}"
    return files


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
