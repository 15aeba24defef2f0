"""A project in a folder of a repository: its own files, and what the repository keeps at its top for all projects."""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

from maturity.errors import UsageError
from maturity.model.raw import RawFile, RawRepository

_AUTOMATION = re.compile(
    r"\.github/.+|\.gitlab-ci\.ya?ml|\.gitlab/.+|\.circleci/.+|bitbucket-pipelines\.yml|\.travis\.yml|"
    r"azure-pipelines[^/]*\.ya?ml|\.azure[^/]*/.+|\.pipelines/.+|Jenkinsfile[^/]*|cloudbuild[^/]*\.(?:ya?ml|json)|"
    r"buildspec[^/]*\.ya?ml|[^/]*\.gocd\.(?:ya?ml|json)|(?:GNU)?[Mm]akefile|[^/]+\.mk|\.?[Jj]ustfile|[Tt]askfile\.ya?ml|"
    r"tox\.ini|noxfile\.py|(?:\.?ci|scripts?)/[^/]+\.sh"
)
"""What starts programs from the top of a repository."""
_FOR_ALL = re.compile(
    r"\.pre-commit-config\.yaml|[^/]+\.lock|\.python-version|\.?ruff\.toml|\.flake8|mypy\.ini|pytest\.ini|\.coveragerc|"
    r"(?:LICEN[SC]E|COPYING|CONTRIBUTING|SECURITY|CODE_OF_CONDUCT|CHANGELOG)[^/]*|(?:docs/)?CODEOWNERS|"
    r"\.gitattributes|\.gitignore|\.dvc/.+",
    re.IGNORECASE,
)
"""What holds for every file of a repository."""
_MANIFEST = re.compile(
    r"(?:^|/)(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile|pixi\.toml|[^/]*requirements[^/]*\.(?:txt|in)|"
    r"(?:conda|environment)[^/]*\.ya?ml|MLproject|dvc\.yaml|databricks\.ya?ml)\Z"
)
MOST_OTHERS = 500
SHOWN = 200


def part_of(written: str, files: Sequence[RawFile]) -> "Part | None":
    """Return the part of a target that was named, None for all of it; UsageError when it is no folder of it."""
    shown = f"--project {written[:SHOWN]}"
    folder = posixpath.normpath(written.strip())
    if folder == ".":
        return None
    if folder.startswith(("/", "../")) or folder == "..":
        raise UsageError(f"{shown}: leaves the target; name a folder inside it")
    entry = next((entry for entry in files if entry.path == folder), None)
    if entry is not None and entry.kind == "submodule":
        raise UsageError(f"{shown}: is a submodule, which is another repository; scan that one")
    if entry is not None:
        kind = "link" if entry.kind == "link" else "file"
        raise UsageError(f"{shown}: is a {kind}; name a folder of the target")
    if not any(entry.path.startswith(folder + "/") for entry in files):
        raise UsageError(f"{shown}: no such folder in the target; a scan without --project names its projects")
    return Part(folder, [entry.path for entry in files])


def manifest_path(path: str) -> bool:
    """Tell whether a file declares what a project of its own needs or runs."""
    return _MANIFEST.search(path) is not None


class Part:
    """Which files of a repository make up the project in one of its folders."""

    def __init__(self, folder: str, paths: Iterable[str]) -> None:
        self.folder = folder
        self._own = folder + "/"
        homes = {path.rpartition("/")[0] for path in paths if _MANIFEST.search(path)}
        self._declared = any(f"{home}/".startswith(self._own) for home in homes)
        others = sorted(home for home in homes if home and not f"{home}/".startswith(self._own))
        self._others = [home for home in others if not self._own.startswith(home + "/")][:MOST_OTHERS]

    def holds(self, path: str) -> bool:
        """Tell whether a file is the project's, or kept for all. A manifest at the top counts where it has none."""
        if path.startswith(self._own) or _AUTOMATION.fullmatch(path) or _FOR_ALL.fullmatch(path):
            return True
        return "/" not in path and not self._declared and manifest_path(path)

    def narrow(self, raw: RawRepository) -> RawRepository:
        """Return the repository with the files of this part only, under its name."""
        files = tuple(entry for entry in raw.files if self.holds(entry.path))
        return raw.model_copy(update={"files": files, "project": self.folder, "name": f"{raw.name}/{self.folder}"})

    def foreign(self, texts: Mapping[str, str]) -> frozenset[str]:
        """Return the automation at the top that names the folders of other projects, and never that of this one."""
        own = re.compile(rf"(?<![\w.-]){re.escape(self._own[:-1])}(?![\w-])")
        other = re.compile(_led("|".join(map(re.escape, self._others)))) if self._others else None
        return frozenset(
            path
            for path, text in texts.items()
            if other is not None
            and not path.startswith(self._own)
            and _AUTOMATION.fullmatch(path)
            and not own.search(text)
            and other.search(text)
        )


def _led(folders: str) -> str:
    """Return a pattern of how a folder is named where it is meant as a path, not as a word."""
    ways_in = r"(?:\bcd|-C|--directory|--project|(?:working-?_?)?dir(?:ectory)?:)[ \"']+(?:\./)?"
    return rf"{ways_in}(?:{folders})(?![\w-])|(?<![\w.-])(?:\./)?(?:{folders})/"
