"""What DVC recorded against what is committed: the oracle is `dvc status`, which says nothing of a fresh project."""

import pytest

from tests.repository import Content
from tests.sources.dvc.projects import FILES, Project, dvc, snapshot

pytestmark = pytest.mark.slow

PIPELINE = str(FILES["dvc.yaml"])
LOCKED = "md5: 99914b932bd37a50b983c5e7c90ae93b"


def differing(project: Project) -> list[tuple[str, str, str]]:
    return [(one.what, one.name, one.detail) for one in project.audit().records if one.in_sync is False]


def untold(project: Project) -> list[tuple[str, str, bool]]:
    return [(one.name, one.detail, one.elsewhere) for one in project.audit().records if one.in_sync is None]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"src/train.py": "print(1)\n"},
            [
                ("dependency", "src", "the committed folder is another"),
                ("dependency", "src/train.py", "the committed file is another"),
            ],
        ),
        (
            {"src/more.py": "print(1)\n"},
            [("dependency", "src", "the committed folder holds 2 files, not 1")],
        ),
        (
            {"params.yaml": "train:\n  depth: 4\n  rate: 0.1\n"},
            [("parameter", "params.yaml:train.depth", "its value has changed")],
        ),
        (
            {"params.yaml": "train:\n  depth: 3\n  rate: 0.2\n"},
            [("command", "train", "dvc.yaml has another command")],
        ),
        (
            {"params.yaml": "train:\n  rate: 0.1\n"},
            [("parameter", "params.yaml:train.depth", "it is no longer there")],
        ),
        (
            {"dvc.yaml": PIPELINE.replace("[train.depth]", "[train.depth, train.rate]")},
            [("parameter", "params.yaml:train.rate", "dvc.lock does not record it")],
        ),
        (
            {"dvc.yaml": PIPELINE.replace("--rate", "--speed")},
            [("command", "train", "dvc.yaml has another command")],
        ),
        (
            {"dvc.yaml": PIPELINE.replace("deps: [", "deps: [params.yaml, ")},
            [("dependency", "params.yaml", "dvc.lock does not record it")],
        ),
        (
            {"dvc.yaml": PIPELINE + "  late:\n    cmd: python late.py\n"},
            [("stage", "late", "dvc.lock does not record it: it was never run, or its result was not committed")],
        ),
        (
            {"metrics.json": '{"accuracy": 1}\n'},
            [("output", "metrics.json", "the committed file is another")],
        ),
        (
            {"data/table.csv.dvc": f"outs:\n- {LOCKED}\n  hash: md5\n  path: table.csv\n"},
            [("dependency", "data/table.csv", "data/table.csv.dvc records another version of it")],
        ),
        # What is committed still means the same.
        ({"params.yaml": "# note\ntrain: {rate: 1.0e-1, depth: 3}\nother: 1\n"}, []),
        ({"dvc.yaml": PIPELINE + "    desc: trains\n    frozen: true\n"}, []),
    ],
)
def test_a_change_that_was_not_run(
    project: Project, changes: dict[str, Content], expected: list[tuple[str, str, str]]
) -> None:
    project.commit(changes)
    assert differing(project) == expected
    assert untold(project) == []


def test_an_edited_lock(project: Project) -> None:
    lock = (project.folder / "dvc.lock").read_text()
    project.commit({"dvc.lock": lock.replace("train.depth: 3", "train.depth: 5")})
    (record,) = (one for one in project.audit().records if one.in_sync is False)
    assert (record.path, record.line, record.what, record.name) == (
        "dvc.lock",
        25,
        "parameter",
        "params.yaml:train.depth",
    )


def test_the_work_tree_does_not_count(project: Project) -> None:
    (project.folder / "src" / "train.py").write_text("print('not committed')\n")
    (project.folder / "dvc.lock").unlink()
    assert differing(project) == []


def test_a_checkout_with_line_ends_of_windows_is_no_difference(project: Project) -> None:
    source = project.folder / "src" / "train.py"
    content = source.read_bytes()
    source.write_bytes(content.replace(b"\n", b"\r\n"))
    dvc(project.folder, ["repro"], ["push"])
    source.write_bytes(content)
    snapshot(project.folder, "as git stores it")
    assert differing(project) == []


def test_a_dependency_that_nobody_keeps_is_neither_yes_nor_no(project: Project) -> None:
    pipeline = PIPELINE.replace("deps: [", "deps: [local.txt, ")
    (project.folder / "local.txt").write_text("mine")
    (project.folder / ".gitignore").write_text("/model.bin\n/local.txt\n")
    (project.folder / "dvc.yaml").write_text(pipeline)
    dvc(project.folder, ["repro"], ["push"])
    snapshot(project.folder, "local file")
    assert untold(project) == [("local.txt", "it is neither in git nor tracked by DVC", True)]


def test_a_folder_that_held_more_than_is_committed_cannot_be_told(project: Project) -> None:
    (project.folder / ".gitignore").write_text("/model.bin\n__pycache__\n")
    cache = project.folder / "src" / "__pycache__" / "train.pyc"
    cache.parent.mkdir()
    cache.write_bytes(b"x")
    dvc(project.folder, ["repro", "--force"])
    snapshot(project.folder, "with a cache")
    assert untold(project) == [("src", "the folder held files that are not committed", False)]


def test_a_file_in_a_folder_of_dvc_whose_listing_is_gone_cannot_be_told(project: Project) -> None:
    project.object("db5254cb014eaea98c3b47d1b843c437.dir").unlink()
    assert untold(project) == [("data/images/0/1.png", "what data/images holds could not be read", False)]


def test_templates_of_every_kind_as_dvc_expands_them(project: Project) -> None:
    """The oracle is dvc: it expanded, ran and locked these stages, so each of them is in sync."""
    pipeline = """vars:
- extra.json
- own: {name: foo, flag: yes, on: true, small: 1.0e-05}
stages:
  each:
    foreach: [1, b, 2.50]
    do:
      cmd: python -c "open('each-${item}', 'w')"
      outs: ["each-${item}"]
  named:
    foreach: ${models}
    do:
      cmd: echo ${key} ${item.depth} ${item.names[1]} ${own.on} ${own.flag} ${own.small} \\${HOME}
  matrix:
    matrix:
      size: [1, 0.5]
      kind: ${kinds}
      deep: [{a: 1}, {a: 2}]
    cmd:
    - echo ${item.size} ${item.kind} ${item.deep.a}
    - echo ${key}
  inner:
    wdir: work
    vars:
    - place: out
    cmd: python -c "open('${place}.txt', 'w')"
    params:
    - own.json:
    - rate
    deps: [../src/train.py]
    outs: ["${place}.txt"]
"""
    project.commit(
        {
            "dvc.yaml": pipeline,
            "extra.json": '{"models": {"m1": {"depth": 3, "names": ["x", "y"]}, "m2": {"depth": 10, "names": [1, 2]}}}',
            "params.yaml": "kinds: [u, v]\n",
            "work/params.yaml": "rate: 1e-4\nbig: 12345678901234567890\n",
            "work/own.json": '{"a": 1, "b": [1, {"c": null}], "d": 1.50, "e": "1"}',
            "work/.gitignore": "/out.txt\n",
        }
    )
    dvc(project.folder, ["repro"], ["push"])
    snapshot(project.folder, "templates")
    raw = project.audit()
    assert [one for one in raw.records if one.in_sync is not True] == []
    assert {one.stage for one in raw.records} == {
        *("each@1", "each@b", "each@2.5", "named@m1", "named@m2", "inner"),
        *(f"matrix@{size}-{kind}-{deep}" for size in ("1", "0.5") for kind in "uv" for deep in ("deep0", "deep1")),
    }
    assert ("work/out.txt", "") in [(one.output, one.exempt) for one in raw.tracked if one.reference == "head"]


def test_files_that_are_no_yaml_are_gaps(project: Project) -> None:
    project.commit({"dvc.lock": "{" * 200, "params.yaml": "a: [\n"})
    raw = project.audit()
    assert [(one.name, one.in_sync) for one in raw.records] == [("dvc.yaml", None)]
    assert {(gap.path, gap.hides) for gap in raw.gaps} >= {("dvc.yaml", ("dvc-object", "dvc-record"))}


def test_a_stage_of_a_group_that_cannot_be_expanded(project: Project) -> None:
    stage = "  each:\n    foreach: ${unknown}\n    do:\n      cmd: echo ${item}\n"
    lock = (project.folder / "dvc.lock").read_text() + "  each@a:\n    cmd: echo a\n"
    project.commit({"dvc.yaml": PIPELINE + stage, "dvc.lock": lock})
    assert untold(project) == [("each", "its template could not be resolved", False)]


def test_a_link_and_a_submodule_are_not_followed(project: Project) -> None:
    (project.folder / "src" / "train.py").unlink()
    (project.folder / "src" / "train.py").symlink_to("/etc/hostname")
    snapshot(project.folder, "link")
    assert ("src/train.py", "is a link", False) in untold(project)


def test_git_lfs_holds_another_content(project: Project) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12\n"
    project.commit({"src/train.py": pointer})
    assert ("src/train.py", "git-lfs holds its content", False) in untold(project)
