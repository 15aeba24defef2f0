"""What DVC files record and what a remote holds, before anybody judges it."""

from typing import Literal

from maturity.model.raw import Gap
from maturity.model.value import Value

HashName = Literal["md5", "md5-dos2unix"]
"""How an object is named: by its bytes, or (DVC 2) for text by its bytes with line ends of Unix."""


class RawTracked(Value):
    """One output that a .dvc file or dvc.lock records at one revision."""

    reference: Literal["head", "tag", "commit"] = "head"
    """Whether HEAD or a tag records it, or a commit that somebody asked about."""
    revision: str
    """`HEAD`, the name of the tag, or the id of the commit."""
    commit: str
    output: str
    """Path relative to the target."""
    path: str
    """The file that records it."""
    line: int | None = None
    digest: str
    """Object id; ends with `.dir` for a folder."""
    hash: HashName = "md5"
    size: int | None = None
    objects: tuple[str, ...] = ()
    """Ids of every object behind it, itself first; of a folder also its files, as far as its listing could be read."""
    exempt: str = ""
    """Why it need not be in the remote (`cache: false`, imported, ...); empty when it has to be."""


class RawObject(Value):
    """One object about which something is known that is not fine."""

    digest: str
    hash: HashName = "md5"
    key: str
    """Where it is, or should be, below the remote's root."""
    file: str = ""
    """Its path in a folder that lists it."""
    state: Literal["missing", "corrupt", "unreadable"]
    detail: str = ""


class RawRecord(Value):
    """Something that dvc.lock or a .dvc file recorded, held against what is committed."""

    path: str
    """The file that records it."""
    line: int | None = None
    stage: str = ""
    what: Literal["dependency", "output", "command", "parameter", "stage"]
    name: str
    in_sync: bool | None
    """None when it could not be told."""
    elsewhere: bool = False
    """It lies neither in git nor in DVC: there is nothing committed that it could differ from."""
    detail: str = ""
    """What differs, or why it could not be told, in a few words."""


class RawStore(Value):
    """One DVC remote, as far as it was listed, against what the repository records."""

    name: str
    """Name of the remote in .dvc/config, or empty when the operator gave a URL."""
    uri: str
    """Credentials redacted."""
    read_at: float
    objects: int = 0
    bytes: int = 0
    orphans: int = 0
    orphan_bytes: int = 0
    unopened: int = 0
    """Folders that something refers to and that could not be opened: what they list may be counted as orphans."""
    tags: int = 0
    """Tags that say what is referred to, and so what is an orphan; HEAD always does."""
    branches: int = 0
    """Branches that do."""
    hashed: int = 0
    """Objects whose content was compared with their name."""
    sampled: bool = False
    """Only a random sample of the objects was hashed."""
    sample_seed: int | None = None
    flawed: tuple[RawObject, ...] = ()
    tracked: tuple[RawTracked, ...] = ()
    records: tuple[RawRecord, ...] = ()
    gaps: tuple[Gap, ...] = ()
