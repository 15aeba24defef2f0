"""Finds the file that a command means, from the folder it runs in."""

import posixpath
import re
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath

from maturity.documents.template import render
from maturity.evidence.layout import expanded

MAX_PATH = 1_024
_ROOT = re.compile(
    r"^(?:\$\{\{ *github\.workspace *\}\}|\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|WORKSPACE|PWD|BITBUCKET_CLONE_DIR"
    r"|CODEBUILD_SRC_DIR|TRAVIS_BUILD_DIR)\}?|\$\((?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory|pwd|CURDIR|PWD)\))/?"
)
_VARIABLE = re.compile(r"\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{[^}]*\}\}|__masked_\d+__")
_ARTIFACTS = re.compile(
    r"\$\((?:System\.ArtifactsDirectory|Build\.ArtifactStagingDirectory|Pipeline\.Workspace|Agent\.BuildDirectory)\)/"
)
"""Where Azure puts what another stage has kept, in folders that are named there."""


class Files:
    """The tracked files of a target, asked for by path."""

    def __init__(self, paths: Collection[str], bases: tuple[str, ...] = ("",)) -> None:
        self._paths = paths
        self._bases = tuple(sorted(bases, key=len, reverse=True))
        self._held: dict[tuple[str, ...], bool] = {}

    def find(self, written: str, folder: str) -> str | None:
        """Return the tracked file as seen from a folder, from the project's root, or by a unique end of its path."""
        return self._seek(written, folder, self._paths, self._endings)

    def find_above(self, written: str, path: str) -> str | None:
        """Return the tracked file as seen from a script, or from a folder above it: it runs where its caller was."""
        above = ("" if one == "." else one for one in map(str, PurePosixPath(path).parents))
        return next((found for folder in above if (found := self.find(written, folder))), None)

    def find_folder(self, written: str, folder: str) -> str | None:
        """Return the folder that holds tracked files; the root is an empty text."""
        if written.strip("\"'") in (".", "./", ""):
            return folder
        return self._seek(written, folder, self._folders, {})

    def below(self, folder: str) -> Iterable[str]:
        """Return the files directly in a folder."""
        return (path for path in self._paths if posixpath.dirname(path) == folder)

    def named(self, patterns: tuple[str, ...]) -> bool:
        """Tell whether some file has one of these names (`dvc.yaml`, `*.smk`); many commands ask, the names are looked
        through once.
        """
        if patterns not in self._held:
            self._held[patterns] = any(fnmatchcase(name, pattern) for pattern in patterns for name in self._names)
        return self._held[patterns]

    def tracks(self, path: str) -> bool:
        """Tell whether git holds a file, or any file below a folder, other than what stands for data kept elsewhere."""
        plain = posixpath.normpath(path)
        return plain == "." or plain in self._contents

    def base(self, folder: str) -> str:
        """Return the root of the project that a folder belongs to."""
        return next((base for base in self._bases if not base or f"{folder}/".startswith(f"{base}/")), "")

    def folder(self, written: str, folder: str) -> str:
        """Return where a working directory leads, whether or not it holds files."""
        plain = written[:MAX_PATH].replace("\\", "/").strip("\"'")
        rooted = _ROOT.match(plain)
        if rooted:
            return _join(self.base(folder), plain[rooted.end() :]) or ""
        found = self.find_folder(plain, folder)
        if found is not None:
            return found
        if _VARIABLE.search(plain) or plain.startswith(("/", "~")):
            return self.base(folder)
        return _join(folder, plain) or self.base(folder)

    def working(self, written: str, folder: str, path: str) -> str:
        """Return where a script goes; what is not below its folder may lie beside it, where only that is copied."""
        if not written:
            return folder
        home = posixpath.dirname(path)
        if home and self.find_folder(written, folder) is None:
            beside = self.find_folder(written, home)
            if beside is not None:
                return beside
        return self.folder(written, folder)

    def _seek(self, written: str, folder: str, known: Collection[str], endings: dict[str, list[str]]) -> str | None:
        plain = written[: MAX_PATH + 1].replace("\\", "/").strip("\"'").strip()
        rooted = _ROOT.match(plain)
        if rooted:
            plain, folder = plain[rooted.end() :], self.base(folder)
        hidden = _VARIABLE.search(plain) is not None
        if not plain or len(plain) > MAX_PATH:
            return None
        if not hidden and not plain.startswith(("/", "~")):
            for start in dict.fromkeys((folder, self.base(folder), "")):
                path = _join(start, plain)
                if path is None:
                    continue
                if path in known:
                    return path
                becomes = self._templates.get(_plain(path)) if self._templates else None
                if becomes in known:
                    return becomes
            return None
        return _by_ending(plain, endings)

    @cached_property
    def _folders(self) -> frozenset[str]:
        return _folders_of(self._paths)

    @cached_property
    def _contents(self) -> frozenset[str]:
        """Files that are no pointers of DVC, and their folders."""
        own = [path for path in self._paths if not path.endswith(".dvc")]
        return _folders_of(own).union(own)

    @cached_property
    def _templates(self) -> dict[str, str]:
        """Templates of files, and folders named by one, by the path of what they become."""
        named = [path for path in self._folders if "{{" in path or "{%" in path]
        return {plain: path for path in (*self._paths, *named) if (plain := _plain(path)) != path}

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(expanded(path.rpartition("/")[2]) for path in self._paths)

    @cached_property
    def _endings(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for path in self._paths:
            named.setdefault(path.rpartition("/")[2], []).append(path)
        return named


def _plain(path: str) -> str:
    """Return what the path of a template becomes, its values as they are written in texts."""
    return render(expanded(path)) if "{{" in path else expanded(path)


def _folders_of(paths: Iterable[str]) -> frozenset[str]:
    """Return all folders that hold files; the root is an empty text."""
    found: set[str] = {""}
    for path in paths:
        parent = posixpath.dirname(path)
        while parent not in found:
            found.add(parent)
            parent = posixpath.dirname(parent)
    return frozenset(found)


def _join(folder: str, path: str) -> str | None:
    """Return a path within the target; None when it leaves it."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined == ".":
        return ""
    return None if joined.startswith(("../", "/")) or joined == ".." else joined


def _by_ending(plain: str, endings: dict[str, list[str]]) -> str | None:
    """Return the one file whose path ends with what follows the last variable, or most of a path from elsewhere."""
    ends = [found.end() for found in _VARIABLE.finditer(plain)]
    parts = [part for part in plain[max(ends, default=0) :].lstrip("/~").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or (ends and "/" not in plain[ends[-1] - 1 :] + "/"):
        return None
    candidates = endings.get(parts[-1], [])
    for start in range(len(parts)):
        tail = "/".join(parts[start:])
        fitting = [path for path in candidates if path == tail or path.endswith("/" + tail)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting or (ends and not _ARTIFACTS.match(plain)):
            return None
    return None
