"""Compare the digest of a dataset that a run recorded with the hashes that DVC recorded.

MLflow's own digests are short hashes, made its own way: they equal no hash of DVC. A run can be compared when it
recorded the md5 of DVC as the digest, in full (`mlflow.data.from_pandas(..., digest=md5)`) or its first letters. A full
md5 that DVC did not record is another dataset; a few letters that match nothing are a digest of another kind.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from maturity.model.facts.lineage import LinkState
from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.model.storage import RawTracked
from maturity.model.tracking import RawDataset

FEWEST = 8
"""Letters of a digest from which on a match is no accident."""
SHOWN = 80
_MD5 = re.compile(r"[0-9a-f]{32}")
_LETTERS = re.compile(r"[0-9a-f]+")


class Told(NamedTuple):
    """What the comparison says."""

    state: LinkState
    detail: Text
    places: tuple[Place, ...] = ()


NOTHING = Told("absent", Text(en="the run recorded no digest of DVC", zh="运行未记录 DVC 摘要"))


def is_digest(digest: str) -> bool:
    """Tell whether a digest may be one of DVC."""
    return len(plain(digest)) >= FEWEST and bool(_LETTERS.fullmatch(plain(digest)))


def compare(datasets: Iterable[RawDataset], tracked: Iterable[RawTracked]) -> Told:
    """Hold the digests of a run against what the DVC files of its commit record."""
    recorded = {plain(one.digest): one for one in tracked}
    matched: list[tuple[RawDataset, RawTracked]] = []
    for given in datasets:
        digest = plain(given.digest)
        found = next((one for name, one in recorded.items() if _same(digest, name)), None)
        if found:
            matched.append((given, found))
        elif _MD5.fullmatch(digest):
            name = given.name[:SHOWN] or "dataset"
            said = Text(
                en=f"{name} was {digest}, which DVC did not record at that commit",
                zh=f"{name} 的摘要为 {digest}，DVC 在该提交没有记录",
            )
            return Told("broken", said, (Place(uri=digest, text=name),))
    if not matched:
        return NOTHING
    given, found = matched[0]
    name = given.name[:SHOWN] or "dataset"
    said = Text(en=f"{name} is {found.output} ({found.digest})", zh=f"{name} 即 {found.output}（{found.digest}）")
    return Told("proved", said, tuple(Place(path=one.path, line=one.line, text=one.output) for _, one in matched))


def plain(digest: str) -> str:
    """Return a digest as it can be compared: DVC marks that of a folder at its end."""
    return digest.strip().lower().removesuffix(".dir")


def _same(digest: str, recorded: str) -> bool:
    return is_digest(digest) and recorded.startswith(digest)
