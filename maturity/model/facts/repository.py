"""Facts about the repository itself."""

from typing import Literal

from maturity.model.facts.located import Located


class FileFact(Located):
    """A file with a meaning of its own (not every file of the tree)."""

    kind: Literal["file"] = "file"
    role: str
    """lfs-pointer, link, submodule, conflict, ..."""


class CommitFact(Located):
    """The commit that is judged."""

    kind: Literal["commit"] = "commit"
    sha: str
    commits: int
    """Commits reachable from it, itself included."""
    shallow: bool


class TagFact(Located):
    """A tag of git."""

    kind: Literal["tag"] = "tag"
    name: str
    version: bool
    """The name is a version, such as v1.2.3."""


class LargeBlobFact(Located):
    """A big file stored in git itself."""

    kind: Literal["large-blob"] = "large-blob"
    size: int
    """Bytes."""
    past: bool = False
    """Only earlier commits hold it."""
