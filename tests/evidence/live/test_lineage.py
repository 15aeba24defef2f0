"""Every link of a lineage is proved, broken, unknown or absent for a reason that names the place."""

from typing import Any

import pytest

from maturity.evidence.live.lineage import Remote, join
from maturity.model.assessment import ServingVersion
from maturity.model.facts.lineage import LineageLinkFact
from maturity.model.lineage import RawCommit
from maturity.model.raw import Gap
from maturity.model.storage import RawObject, RawStore, RawTracked
from maturity.model.tracking import RawDataset, RawRun, RawTracking

COMMIT = "c0ffee" + "0" * 34
DATA, MODEL, CHILD = "a" * 32, "b" * 32 + ".dir", "c" * 32

VERSION = ServingVersion(model="churn", version="3", aliases=("champion",), run="r1", commit=COMMIT)
TRACKED = (
    RawTracked(revision=COMMIT, commit=COMMIT, output="data/train.csv", path="data/train.csv.dvc", line=2, digest=DATA,
               objects=(DATA,)),
    RawTracked(revision=COMMIT, commit=COMMIT, output="models", path="dvc.lock", line=9, digest=MODEL,
               objects=(MODEL, CHILD)),
)  # fmt: skip
FOUND = RawCommit(recorded=COMMIT, id=COMMIT, reference="main", tracked=TRACKED)
STORE = RawStore(name="store", uri="/remote", read_at=0, objects=3, tracked=TRACKED)
RUN = RawRun(id="r1", name="first", datasets=(RawDataset(name="train", digest=DATA),))


def follow(
    version: ServingVersion = VERSION,
    runs: tuple[RawRun, ...] = (RUN,),
    missing: tuple[str, ...] = (),
    commit: RawCommit | None = FOUND,
    remote: Remote = Remote(STORE),  # noqa: B008 - a frozen value
    uses_dvc: bool = True,
) -> dict[str, tuple[str, str]]:
    tracking = RawTracking(uri="http://tracker", read_at=0, runs=runs, missing_runs=missing)
    told = join((version,), tracking, (commit,) if commit else (), remote, uses_dvc=uses_dvc)
    (lineage,) = told.evidence
    stated = {fact.link for fact in told.facts if isinstance(fact, LineageLinkFact)}
    doubted = {link for gap in told.gaps for link in gap.links}
    assert {link.link for link in lineage.links if link.state == "unknown"} == doubted
    assert stated | doubted == {"run", "commit", "reachable", "lock", "objects", "dataset"}
    assert not stated & doubted
    return {link.link: (link.state, link.detail.en) for link in lineage.links}


def states(**given: Any) -> str:
    """Return the first letter of each link's state, in order: proved, broken, unknown, absent."""
    return "".join(state[0] for state, _ in follow(**given).values())


def test_a_whole_lineage() -> None:
    assert follow() == {
        "run": ("proved", "run r1"),
        "commit": ("proved", "commit c0ffee000000"),
        "reachable": ("proved", "main leads to it"),
        "lock": ("proved", "2 outputs recorded, data/train.csv.dvc first"),
        "objects": ("proved", "3 objects are in the remote"),
        "dataset": ("proved", f"train is data/train.csv ({DATA})"),
    }


def test_a_run_that_is_gone() -> None:
    lost = VERSION.model_copy(update={"commit": None})
    assert states(version=lost, runs=(), missing=("r1",)) == "bbbbba"
    assert follow(version=lost, runs=(), missing=("r1",))["run"][1] == "run r1 is gone"
    deleted = RUN.model_copy(update={"deleted": True})
    assert states(runs=(deleted,)) == "bppppp"  # what it recorded still leads on
    assert states(version=lost, runs=()) == "uuuuua"
    assert states(version=lost.model_copy(update={"run": None}), runs=()) == "bbbbba"


def test_a_commit_that_was_rewritten_away() -> None:
    assert states(commit=RawCommit(recorded=COMMIT)) == "pbbbbb"
    unreached = FOUND.model_copy(update={"reference": None})
    assert follow(commit=unreached)["reachable"] == ("broken", "no branch or tag leads to c0ffee000000")
    assert states(commit=unreached) == "ppbppp"


def test_what_a_shallow_clone_hides_is_unknown() -> None:
    assert states(commit=RawCommit(recorded=COMMIT, doubt="a shallow clone")) == "puuuuu"
    unreached = FOUND.model_copy(update={"reference": None, "doubt": "a shallow clone"})
    assert follow(commit=unreached)["reachable"] == ("unknown", "a shallow clone")
    assert states(commit=None) == "puuuuu"


def test_a_commit_without_dvc() -> None:
    bare = FOUND.model_copy(update={"tracked": ()})
    assert states(commit=bare) == "pppbbb"
    assert states(commit=bare, uses_dvc=False) == "pppaaa"
    assert states(commit=bare.model_copy(update={"unread": "dvc.lock: is damaged"})) == "pppuuu"


def test_objects() -> None:
    gone = RawObject(digest=CHILD, key=f"files/md5/cc/{CHILD[2:]}", state="missing")
    told = follow(remote=Remote(STORE.model_copy(update={"flawed": (gone,)})))
    key = f"files/md5/cc/{CHILD[2:]}"
    assert told["objects"] == ("broken", f"1 of 3 objects are missing, of models first: {key}")
    closed = gone.model_copy(update={"state": "unreadable", "digest": MODEL})
    assert states(remote=Remote(STORE.model_copy(update={"flawed": (closed,)}))) == "ppppup"
    listing = gone.model_copy(update={"state": "corrupt", "digest": MODEL, "detail": "hashes to 0"})
    assert states(remote=Remote(STORE.model_copy(update={"flawed": (listing,)}))) == "ppppup"
    file = gone.model_copy(update={"state": "corrupt", "digest": DATA})
    assert states(remote=Remote(STORE.model_copy(update={"flawed": (file,)}))) == "pppppp"
    bare = Remote(STORE.model_copy(update={"tracked": ()}))
    assert follow(remote=bare)["objects"] == ("unknown", "nobody looked for the objects of that commit")
    cut = Gap(path=None, reason="its tree is damaged", hides=("lineage-link",), links=("objects",))
    told = follow(remote=Remote(STORE.model_copy(update={"tracked": (), "gaps": (cut,)})))
    assert told["objects"] == ("unknown", "its tree is damaged")
    assert states(commit=FOUND.model_copy(update={"unread": "dvc.lock: is damaged"})) == "ppppup"
    assert states(remote=Remote(None, "it refused us")) == "ppppup"
    assert states(remote=Remote()) == "ppppap"
    exempt = tuple(one.model_copy(update={"exempt": "cache: false"}) for one in TRACKED)
    assert states(remote=Remote(STORE.model_copy(update={"tracked": exempt}))) == "ppppap"


@pytest.mark.parametrize(
    ("digest", "state"),
    [
        (DATA, "proved"),
        (DATA[:8].upper(), "proved"),
        ("b" * 32, "proved"),
        (MODEL, "proved"),
        ("d" * 32, "broken"),
        ("d" * 8, "absent"),  # a digest of MLflow's own
        ("a" * 7, "absent"),
        ("", "absent"),
        ("2024-05-01", "absent"),
    ],
)
def test_a_digest_is_compared_where_it_can_be(digest: str, state: str) -> None:
    run = RUN.model_copy(update={"datasets": (RawDataset(name="train", digest=digest),)})
    assert follow(runs=(run,))["dataset"][0] == state


def test_one_wrong_dataset_breaks_it() -> None:
    others = (RawDataset(name="test", digest="d" * 32), *RUN.datasets)
    told = follow(runs=(RUN.model_copy(update={"datasets": others}),))["dataset"]
    assert told == ("broken", f"test was {'d' * 32}, which DVC did not record at that commit")
