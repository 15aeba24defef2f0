"""What was read of a remote, as facts and gaps."""

from typing import Any

from maturity.evidence.live.storage import collect
from maturity.model.facts.storage import DvcObjectFact, DvcRecordFact, DvcStoreFact
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.settings import Settings
from maturity.model.storage import RawObject, RawRecord, RawStore, RawTracked

ONE, TWO, FOLDER = "1" * 32, "2" * 32, "3" * 32 + ".dir"
KEY = "files/md5/11/" + "1" * 30


def store(**changes: Any) -> RawStore:
    known = {"name": "store", "uri": "s3://bucket/x", "read_at": 0.0, "objects": 4, "bytes": 1000, "hashed": 4}
    return RawStore(**{**known, **changes})


def tracked(digest: str, *inner: str, **changes: Any) -> RawTracked:
    known = {"revision": "HEAD", "commit": "c" * 40, "output": "data", "path": "data.dvc", "line": 4}
    return RawTracked(**{**known, "digest": digest, "objects": (digest, *inner), **changes})


def flawed(digest: str, state: Any, **changes: Any) -> RawObject:
    return RawObject(digest=digest, key=f"files/md5/{digest[:2]}/{digest[2:]}", state=state, **changes)


def gaps(raw: RawStore) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(gap.hides, gap.fields) for gap in collect(raw, Settings()).gaps]


def test_missing_objects_are_related_places() -> None:
    raw = store(tracked=(tracked(FOLDER, ONE, TWO),), flawed=(flawed(ONE, "missing", file="a/b.png"),))
    (fact,) = (one for one in collect(raw, Settings()).facts if isinstance(one, DvcObjectFact))
    assert fact.at == Place(path="data.dvc", line=4, text="data")
    assert fact.related == (Place(uri=KEY, text="data/a/b.png"),)
    assert (fact.head, fact.tag, fact.objects, fact.missing, fact.corrupt) == (True, False, 3, 1, 0)


def test_an_object_of_dvc_2_is_another_than_that_of_dvc_3() -> None:
    raw = store(tracked=(tracked(ONE, hash="md5-dos2unix"),), flawed=(flawed(ONE, "missing"),))
    (fact,) = (one for one in collect(raw, Settings()).facts if isinstance(one, DvcObjectFact))
    assert fact.missing == 0


def test_what_is_exempt_is_no_fact_and_a_commit_is_neither_head_nor_tag() -> None:
    raw = store(
        tracked=(
            tracked(ONE, exempt="`push: false`"),
            tracked(ONE, reference="tag", revision="v1"),
            tracked(ONE, reference="commit", revision="c" * 40),
        )
    )
    facts = [one for one in collect(raw, Settings()).facts if isinstance(one, DvcObjectFact)]
    assert [(one.head, one.tag) for one in facts] == [(False, True), (False, False)]


def test_the_remote_as_a_whole() -> None:
    raw = store(orphans=2, orphan_bytes=250, flawed=(flawed(ONE, "corrupt"), flawed(TWO, "missing")))
    observed = collect(raw, Settings())
    (fact,) = (one for one in observed.facts if isinstance(one, DvcStoreFact))
    assert (fact.remote, fact.orphan_share, fact.corrupt) == ("store", 0.25, 1)
    assert fact.related == (Place(uri=KEY),)
    assert (observed.evidence.missing, observed.evidence.corrupt) == (1, 1)
    assert observed.evidence.sample.en == "all 4 objects"


def test_a_sample_is_stated_with_its_seed() -> None:
    raw = store(objects=100_000, hashed=203, sampled=True, sample_seed=7)
    sample = collect(raw, Settings(hash_sample=200, hash_seed=7)).evidence.sample
    assert sample.en == "203 of 100,000 objects, among them a random sample of 200 (seed 7)"
    assert sample.zh == "100,000 个对象中的 203 个，含随机抽取的 200 个（种子 7）"


def test_an_object_that_cannot_be_read_hides_what_rests_on_it() -> None:
    link = flawed(ONE, "unreadable", detail="is a link")
    store_gap = (("dvc-store",), ("corrupt",))
    assert gaps(store(tracked=(tracked(ONE),), flawed=(link,))) == [(("dvc-object",), ()), store_gap]
    at_a_tag = tracked(ONE, reference="tag", revision="v1")
    assert gaps(store(tracked=(at_a_tag,), flawed=(link,))) == [(("dvc-object",), ("tag",)), store_gap]
    assert gaps(store(flawed=(link,))) == [store_gap]


def test_a_corrupt_folder_hides_its_files_and_a_corrupt_file_hides_nothing() -> None:
    corrupt = flawed(FOLDER, "corrupt", detail="hashes to x")
    raw = store(tracked=(tracked(FOLDER),), flawed=(corrupt,))
    assert gaps(raw) == [(("dvc-object",), ())]
    (gap,) = collect(raw, Settings()).gaps
    assert gap.reason.endswith(".dir is corrupt: it hashes to x")
    assert gaps(store(tracked=(tracked(ONE),), flawed=(flawed(ONE, "corrupt"),))) == []


def test_numbers_that_are_not_certain() -> None:
    assert gaps(store(unopened=1)) == []
    assert gaps(store(unopened=1, orphans=1)) == [(("dvc-store",), ("orphans", "orphan_share"))]
    assert gaps(store(hashed=0)) == [(("dvc-store",), ("hashed", "corrupt"))]
    assert gaps(store(hashed=0, objects=0)) == []


def test_records_are_yes_no_or_a_gap_and_what_nobody_keeps_is_nothing() -> None:
    at: dict[str, Any] = {"path": "dvc.lock", "line": 9, "stage": "train", "what": "dependency"}
    raw = store(
        records=(
            RawRecord(**at, name="a", in_sync=True),
            RawRecord(**at, name="b", in_sync=False, detail="the committed file is another"),
            RawRecord(**at, name="c", in_sync=None, detail="is a link"),
            RawRecord(**at, name="d", in_sync=None, elsewhere=True, detail="it is neither in git nor tracked by DVC"),
        )
    )
    observed = collect(raw, Settings())
    facts = [one for one in observed.facts if isinstance(one, DvcRecordFact)]
    assert [(one.name, one.in_sync, str(one.at), one.at.text) for one in facts] == [
        ("a", True, "dvc.lock:9", "train: a"),
        ("b", False, "dvc.lock:9", "train: b"),
    ]
    assert observed.gaps == (Gap(path="dvc.lock", reason="line 9: dependency c: is a link", hides=("dvc-record",)),)
