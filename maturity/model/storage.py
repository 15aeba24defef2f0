"""What DVC files record and what a remote holds, before anybody judges it."""

from typing import Literal

from maturity.model.raw import Gap
from maturity.model.value import Value

HashName = Literal["md5", "md5-dos2unix"]
"""How an object is named: by its bytes, or (DVC 2) for text by its bytes with line ends of Unix."""


class RawTracked(Value):
    """One output that a .dvc file or dvc.lock records at one revision."""

    revision: str
    """`HEAD`, or the name of a tag."""
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
    key: str
    """Where it is, or should be, below the remote's root."""
    state: Literal["missing", "corrupt", "unreadable", "not-verifiable"]
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
    detail: str = ""
    """What differs, in a few words."""


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
    hashed: int = 0
    sampled: bool = False
    """Only a random sample of the objects was hashed."""
    sample_seed: int | None = None
    flawed: tuple[RawObject, ...] = ()
    tracked: tuple[RawTracked, ...] = ()
    records: tuple[RawRecord, ...] = ()
    gaps: tuple[Gap, ...] = ()
