"""What earlier commits hold beside the tree that is judged; it comes last, found while all else went on."""

from collections.abc import Iterable, Iterator

from maturity.evidence.part import Part
from maturity.evidence.topics.repository import megabytes, stored
from maturity.model.collected import Collected
from maturity.model.facts.repository import LargeBlobFact
from maturity.model.place import Place
from maturity.model.raw import Gap, RawBlob


def with_past(
    collected: Collected, blobs: Iterable[RawBlob], gaps: Iterable[Gap], part: Part | None = None
) -> Collected:
    """Return what was collected with the data and model files that only earlier commits hold."""
    own = [one for one in blobs if part is None or part.holds(one.path)]
    return collected.model_copy(
        update={"facts": (*collected.facts, *past_blobs(own)), "gaps": (*collected.gaps, *gaps)}
    )


def past_blobs(blobs: Iterable[RawBlob]) -> Iterator[LargeBlobFact]:
    """Yield the data and model files among large ones, each with the commit in which it came."""
    for one in blobs:
        if stored(one.path):
            since = f" in the history, since {one.commit[:10]}" if one.commit else " in the history"
            yield LargeBlobFact(
                at=Place(path=one.path, uri=one.commit, text=megabytes(one.size) + since), size=one.size, past=True
            )
