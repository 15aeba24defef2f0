"""DVC files."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.dvc import collect
from maturity.model.facts.code import SplitFact
from maturity.model.facts.versions import DatasetVersionFact, DvcOutputFact, DvcRemoteFact, DvcStageFact
from tests.evidence.topics.targets import project

MD5 = "14d187e749ee5614e105741c719fa185"
POINTER = f"outs:\n- md5: {MD5}.dir\n  size: 3\n  path: pool\n"
CONFIG = (
    "[core]\n    remote = storage\n['remote \"storage\"']\n"
    "    url = https://user:pw@host/x\n['remote \"other\"']\n    url = /tmp\n"
)
PIPELINE = "stages:\n  prepare:\n    cmd: python p.py\n    deps: [data/pool]\n    outs: [data/ready]\n"
PIPELINE += (
    "  train:\n    foreach: [a, b]\n    do:\n      cmd: python t.py ${item}\n"
    "      deps: [data/ready]\n      outs: [model.pkl]\n"
)
LOCK = f"schema: '2.0'\nstages:\n  prepare:\n    outs:\n    - path: data/ready\n      md5: {MD5}\n"
LOCK += f"  train@a:\n    outs:\n    - path: model.pkl\n      md5: {MD5}\n"


def versions(files: dict[str, str]) -> list[tuple[str, bool]]:
    return [(str(one.at), one.used) for one in collect(project(files)) if isinstance(one, DatasetVersionFact)]


def test_stages_are_expanded_and_compared_with_the_lock() -> None:
    found = collect(project({"dvc.yaml": PIPELINE, "dvc.lock": LOCK}))
    stages = [(one.name, one.locked, str(one.at)) for one in found if isinstance(one, DvcStageFact)]
    assert stages == [
        ("prepare", True, "dvc.yaml:2"),
        ("train@a", True, "dvc.yaml:6"),
        ("train@b", False, "dvc.yaml:6"),
    ]


def test_outputs_are_named_from_the_root_with_their_digest() -> None:
    target = project({"sub/data/pool.dvc": POINTER, "sub/dvc.yaml": PIPELINE, "sub/dvc.lock": LOCK})
    found = [(one.output, one.digest, one.cached) for one in collect(target) if isinstance(one, DvcOutputFact)]
    assert found == [("sub/data/pool", f"{MD5}.dir", True), ("sub/data/ready", MD5, True), ("sub/model.pkl", MD5, True)]


def test_a_digest_that_is_a_path_is_none() -> None:
    (found,) = [
        one
        for one in collect(project({"a.dvc": "outs:\n- md5: ../../etc\n  path: a\n  cache: false\n"}))
        if isinstance(one, DvcOutputFact)
    ]
    assert (found.digest, found.cached) == (None, False)


def test_a_folder_in_a_remote_with_versions_has_the_digest_of_its_files() -> None:
    listed = "outs:\n- hash: md5\n  path: raw\n  files:\n  - relpath: a.txt\n    md5: "
    remote = {".dvc/config": CONFIG}
    assert versions(remote | {"data/raw.dvc": f"{listed}{MD5}\n"}) == [("data/raw.dvc:3", True)]
    assert versions(remote | {"data/raw.dvc": f"{listed}x\n"}) == []


def test_remotes_show_their_name_and_no_credentials() -> None:
    found = [one for one in collect(project({".dvc/config": CONFIG})) if isinstance(one, DvcRemoteFact)]
    assert [(one.name, one.default, str(one.at)) for one in found] == [
        ("storage", True, ".dvc/config:3"),
        ("other", False, ".dvc/config:5"),
    ]
    assert "pw" not in "".join(one.at.text for one in found)


def test_data_is_versioned_where_a_stage_reads_it() -> None:
    assert versions({"data/pool.dvc": POINTER, "dvc.yaml": PIPELINE, "dvc.lock": LOCK}) == [
        ("data/pool.dvc:4", True),
        ("dvc.lock:5", True),
    ]


def test_a_tracked_folder_of_data_counts_with_a_remote() -> None:
    assert versions({"data/pool.dvc": POINTER, ".dvc/config": CONFIG}) == [("data/pool.dvc:4", True)]
    assert versions({"data/pool.dvc": POINTER}) == [("data/pool.dvc:4", False)]


def test_a_program_that_reads_it_counts() -> None:
    pointer = POINTER.replace("path: pool", "path: pool.csv")
    assert versions({"in/pool.csv.dvc": pointer, "t.py": "import pandas\npandas.read_csv('in/pool.csv')\n"}) == [
        ("in/pool.csv.dvc:4", True)
    ]
    assert versions({"in/pool.csv.dvc": pointer, "t.py": "pass\n"}) == [("in/pool.csv.dvc:4", False)]


def test_records_that_no_stage_is_said_to_read_count_with_a_remote() -> None:
    stages = "stages:\n  one:\n    cmd: python p.py\n    outs: [data/v1/v1.csv, data/report.html, scores.csv]\n"
    entries = "".join(
        f"    - path: {one}\n      md5: {MD5}\n" for one in ("./data/v1/v1.csv", "data/report.html", "scores.csv")
    )
    files = {"dvc.yaml": stages, "dvc.lock": f"schema: '2.0'\nstages:\n  one:\n    outs:\n{entries}"}
    assert versions({**files, ".dvc/config": CONFIG}) == [("dvc.lock:5", True)]
    assert versions(files) == []


def test_a_tracked_model_is_no_data() -> None:
    files = {"models/best.ckpt.dvc": POINTER.replace("path: pool", "path: best.ckpt"), ".dvc/config": CONFIG}
    assert versions(files) == []


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    list(collect(project({"a.dvc": text, "dvc.yaml": text, "dvc.lock": text, ".dvc/config": text})))


SPLIT = "stages:\n  split:\n    cmd: python s.py\n    outs: [{}]\n"


def splits(outs: str, lock: str = "schema: '2.0'\nstages:\n  split:\n    cmd: python s.py\n") -> list[tuple[str, bool]]:
    found = collect(project({"dvc.yaml": SPLIT.format(outs), "dvc.lock": lock}))
    return [(one.call, one.deterministic) for one in found if isinstance(one, SplitFact)]


def test_two_parts_that_a_stage_writes_are_a_split_that_is_versioned() -> None:
    assert splits("data/train.csv, data/test.csv") == [("stage split", True)]
    assert splits("data/X_train, data/X_holdout") == [("stage split", True)]
    assert splits("data/train.csv, data/test.csv", lock="") == []  # what no lock records is no version
    assert splits("data/train.csv") == []
    assert splits("reports/train.json, reports/test.json") == []
    assert splits("data/trained.csv, data/latest.csv") == []
