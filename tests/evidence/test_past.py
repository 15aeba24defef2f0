"""Large files of earlier commits become facts, as those of HEAD do."""

from maturity.evidence.part import Part
from maturity.evidence.past import with_past
from maturity.model.assessment import RepositoryEvidence
from maturity.model.collected import Collected
from maturity.model.raw import Gap, RawBlob

NOTHING = Collected(
    facts=(),
    gaps=(),
    inventory=RepositoryEvidence(services=(), triggers=(), pipelines=(), notebooks=(), technologies=()),
)
BLOBS = (
    RawBlob(path="a/train.csv", blob="1", size=48_211_034, commit="abcdef0123456789"),
    RawBlob(path="b/model.pt", blob="2", size=5_000_001, commit=None),
    RawBlob(path="docs/film.webm", blob="3", size=90_000_000, commit=None),
)


def test_only_data_and_models_count() -> None:
    gap = Gap(path=None, reason="the clone is shallow", hides=("large-blob",))
    found = with_past(NOTHING, BLOBS, [gap])
    assert [(str(fact.at), fact.at.uri, fact.at.text) for fact in found.facts] == [
        ("a/train.csv", "abcdef0123456789", "48.2 MB in the history, since abcdef0123"),
        ("b/model.pt", None, "5.0 MB in the history"),
    ]
    assert found.gaps == (gap,)


def test_a_project_answers_for_its_own_files() -> None:
    found = with_past(NOTHING, BLOBS, [], Part("b", ["a/requirements.txt", "b/requirements.txt"]))
    assert [str(fact.at) for fact in found.facts] == ["b/model.pt"]
