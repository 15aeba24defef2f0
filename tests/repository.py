"""Real, small git repositories built from a dict."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

Content = str | bytes | None
"""What a file holds; None deletes it."""

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2024-05-01T12:00:00+00:00",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_DATE": "2024-05-01T12:00:00+00:00",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class MakeRepository(Protocol):
    """The `make_repository` fixture: files of the first commit, then the changes of each further commit."""

    def __call__(
        self, files: Mapping[str, Content], commits: Iterable[Mapping[str, Content]] = (), *, name: str = "project"
    ) -> Path:
        """Return the folder of a new repository on branch `main`; without files it has no commit."""


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Run git in a folder, alone in the world, and return what it printed."""
    path = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=path | IDENTITY | environment, check=True, capture_output=True
    )
    return done.stdout.decode(errors="replace").strip()


def write(folder: Path, files: Mapping[str, Content]) -> None:
    """Write files below a folder; a file whose content is None is removed."""
    for path, content in files.items():
        file = folder / path
        if content is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def commit(folder: Path, files: Mapping[str, Content], message: str = "change") -> str:
    """Write files, commit everything that stands in the work tree, and return the commit id."""
    write(folder, files)
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def build(folder: Path, files: Mapping[str, Content], commits: Iterable[Mapping[str, Content]] = ()) -> Path:
    """Build a repository in a new folder."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    for change in [files, *commits]:
        if change:
            commit(folder, change)
    return folder
