"""Commits and tags, counted with GitPython in a child on the private git folder."""

import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from maturity.children import Later
from maturity.errors import Unreadable
from maturity.model.raw import Gap, RawHistory, RawTag
from maturity.sources.git.private import Private

if TYPE_CHECKING:
    import git


class Counted(BaseModel):
    """What the child sends back."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    commits: int
    whole: bool
    """Every commit was counted or the cap was met; False when one is missing."""
    tags: list[tuple[str, str]]


class History:
    """The history of one repository, being read while the caller goes on."""

    def __init__(self, private: Private, commit: str | None) -> None:
        self._private = private
        self._commit = commit
        self._shallow = (private.folder / "shallow").exists()
        limits = private.limits
        self._later = (
            Later(
                _look,
                str(private.folder),
                private.environment(),
                limits.commits,
                seconds=limits.seconds,
                memory=limits.memory,
            )
            if commit
            else None
        )

    def read(self, *, dirty: bool) -> tuple[RawHistory, list[Gap]]:
        """Wait for what the child found."""
        if self._later is None:
            return RawHistory(head=None, commits=0, shallow=self._shallow, dirty=dirty), []
        most = self._private.limits.commits
        gaps: list[Gap] = []
        try:
            counted = Counted.model_validate_json(self._later.result())
        except (Unreadable, ValidationError) as error:
            reason = str(error) if isinstance(error, Unreadable) else "the answer has another form"
            gaps.append(Gap(path=None, reason=f"the history cannot be read: {reason}", hides=("commit", "tag")))
            counted = Counted(commits=1, whole=True, tags=[])
        if not counted.whole:
            gaps.append(Gap(path=None, reason="the history is incomplete: commits are missing", hides=("commit",)))
        if counted.commits > most:
            gaps.append(Gap(path=None, reason=f"only the newest {most} commits are counted"))
        history = RawHistory(
            head=self._commit,
            commits=min(counted.commits, most),
            shallow=self._shallow,
            tags=tuple(RawTag(name=name, commit=commit) for name, commit in counted.tags),
            dirty=dirty,
        )
        return history, gaps

    def end(self) -> None:
        """Stop looking."""
        if self._later:
            self._later.end()


def _look(folder: str, environment: Mapping[str, str], most: int) -> bytes:
    """Count commits and resolve tags; runs in the child."""
    from maturity.sources.git.command import executable

    os.environ.clear()
    os.environ.update(environment)
    os.environ.update(GIT_PYTHON_REFRESH="quiet", GIT_PYTHON_GIT_EXECUTABLE=executable())
    # The scanned folder may be the current one and hold a git.py.
    os.chdir(folder)
    sys.path[:] = [part for part in sys.path if part]
    import git

    repository = git.Repo(folder, odbt=git.GitCmdObjectDB, search_parent_directories=False, expand_vars=False)
    commits, whole = _count(repository, most)
    tags: list[tuple[str, str]] = []
    for tag in repository.tags:
        try:
            tags.append((tag.name, tag.commit.hexsha))
        except (ValueError, OSError, git.GitError):
            # It names a tree or a blob, or something that is missing.
            continue
    return json.dumps({"commits": commits, "whole": whole, "tags": tags}).encode()


def _count(repository: "git.Repo", most: int) -> tuple[int, bool]:
    import git

    # A stream, so that what comes before a missing commit is counted.
    process = repository.git.rev_list("HEAD", max_count=most + 1, as_process=True)
    commits = process.stdout.read().count(b"\n")
    try:
        process.wait()
    except git.GitCommandError:
        return commits, False
    return commits, True
