"""Commits and tags, counted with GitPython in a child on the private git folder."""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from maturity.cache import Cache
from maturity.children import Later
from maturity.errors import Unreadable
from maturity.model.raw import Gap, RawHistory, RawTag
from maturity.sources.git.private import Private

if TYPE_CHECKING:
    import git


KIND, VERSION = "history", "1"
"""What a count is kept as; the version changes with the meaning of `Counted`."""


class Counted(BaseModel):
    """What the child sends back."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    commits: int
    whole: bool
    """Every commit was counted or the cap was met; False when one is missing."""
    tags: list[tuple[str, str]]
    lost: int
    """Tags that name no commit, or one that is missing."""


class History:
    """The history of one repository: remembered, or being read while the caller goes on."""

    def __init__(self, private: Private, commit: str | None, memory: Cache | None = None) -> None:
        self._private = private
        self._commit = commit
        self._memory = memory or Cache.off()
        self._shallow = (private.folder / "shallow").exists()
        self.key = _key(private, commit)
        """Names everything that the count follows from: a commit's id stands for all that came before it."""
        self._known = self._recall() if commit else None
        self.settled = commit is None or self._known is not None
        """Nothing is missing, so that the next look will find the same."""
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
            if commit and self._known is None
            else None
        )

    def read(self, *, dirty: bool) -> tuple[RawHistory, list[Gap]]:
        """Return what is remembered, or wait for what the child found."""
        if self._commit is None:
            return RawHistory(head=None, commits=0, shallow=self._shallow, dirty=dirty), []
        most = self._private.limits.commits
        counted, gaps = (self._known, []) if self._known else self._count()
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

    def _count(self) -> tuple[Counted, list[Gap]]:
        """Take what the child found; only what nothing is missing from is kept for the next time."""
        assert self._later
        try:
            answer = self._later.result()
            counted = Counted.model_validate_json(answer)
        except (Unreadable, ValidationError) as error:
            reason = str(error) if isinstance(error, Unreadable) else "the answer has another form"
            gap = Gap(path=None, reason=f"the history cannot be read: {reason}", hides=("commit", "tag"))
            return Counted(commits=1, whole=True, tags=[], lost=0), [gap]
        if not counted.whole:
            return counted, [Gap(path=None, reason="the history is incomplete: commits are missing", hides=("commit",))]
        if not counted.lost:
            self.settled = True
            self._memory.put(KIND, VERSION, {self.key: answer})
        return counted, []

    def _recall(self) -> Counted | None:
        payload = self._memory.get(KIND, VERSION, (self.key,)).get(self.key)
        try:
            return Counted.model_validate_json(payload) if payload else None
        except ValidationError:
            return None


def _key(private: Private, commit: str | None) -> str:
    digest = hashlib.sha256(f"{commit}\0{private.limits.commits}\0".encode())
    for name in ("packed-refs", "shallow"):
        file = private.folder / name
        content = file.read_bytes() if file.exists() else b""
        digest.update(f"{len(content)}\0".encode() + content)
    return digest.hexdigest()


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
    lost = 0
    for tag in repository.tags:
        try:
            tags.append((tag.name, tag.commit.hexsha))
        except (ValueError, OSError, git.GitError):
            # It names a tree or a blob, or something that is missing.
            lost += 1
    return json.dumps({"commits": commits, "whole": whole, "tags": tags, "lost": lost}).encode()


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
