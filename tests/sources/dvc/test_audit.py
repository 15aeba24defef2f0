"""Real remotes, made by dvc and then spoiled: each fault is found and named, and nothing else is."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from maturity.errors import Unreadable, UsageError
from maturity.model.settings import Settings
from maturity.model.storage import RawStore
from tests.repository import git
from tests.sources.dvc.projects import ALL, FILES, Project, dvc, snapshot

pytestmark = pytest.mark.slow

TABLE = "c3c6bc2ae8ece4bd2510dca21225c041"
OLD_TABLE = "e5ebd4c02cefbe7955977c67ada242b7"
IMAGES = "db5254cb014eaea98c3b47d1b843c437.dir"
SECOND_IMAGE = "4bfa37df50f6bbd627b160809bb7900d"
ALIEN = "0123456789abcdef0123456789abcdef"


def flaws(raw: RawStore) -> list[tuple[str, str, str]]:
    return [(one.state, one.key, one.file) for one in raw.flawed]


def test_a_complete_remote(project: Project) -> None:
    raw = project.audit()
    assert (raw.name, raw.uri, raw.objects, raw.hashed, raw.orphans, raw.sampled) == (
        "store",
        "../../store",
        8,
        8,
        0,
        False,
    )
    assert flaws(raw) == []
    assert raw.gaps == ()
    assert [
        (one.reference, one.output, one.path, one.line, len(one.objects)) for one in raw.tracked if not one.exempt
    ] == [
        ("head", "data/images", "data/images.dvc", 6, 4),
        ("head", "data/table.csv", "data/table.csv.dvc", 5, 1),
        ("head", "model.bin", "dvc.lock", 31, 1),
        ("tag", "data/images", "data/images.dvc", 6, 4),
        ("tag", "data/table.csv", "data/table.csv.dvc", 5, 1),
        ("tag", "model.bin", "dvc.lock", 31, 1),
    ]
    assert [one.exempt for one in raw.tracked if one.output == "metrics.json"] == ["`cache: false`: git holds it"] * 2
    assert [(one.what, one.in_sync) for one in raw.records] == [
        ("command", True),
        ("parameter", True),
        *[("dependency", True)] * 4,
        ("output", True),
    ]


def test_nothing_is_written_where_it_is_read(project: Project) -> None:
    def states() -> list[tuple[str, int, int]]:
        found = [*project.folder.rglob("*"), *project.store.rglob("*")]
        return sorted((str(path), path.lstat().st_mtime_ns, path.lstat().st_size) for path in found)

    before = states()
    project.audit()
    assert states() == before


@pytest.mark.parametrize(
    ("digest", "expected"),
    [
        (TABLE, ("missing", "files/md5/c3/c6bc2ae8ece4bd2510dca21225c041", "")),
        (OLD_TABLE, ("missing", "files/md5/e5/ebd4c02cefbe7955977c67ada242b7", "")),
        (IMAGES, ("missing", "files/md5/db/5254cb014eaea98c3b47d1b843c437.dir", "")),
        # What `dvc status -c` and `dvc fetch` do not notice.
        (SECOND_IMAGE, ("missing", "files/md5/4b/fa37df50f6bbd627b160809bb7900d", "0/2.png")),
    ],
)
def test_a_deleted_object(project: Project, digest: str, expected: tuple[str, str, str]) -> None:
    project.object(digest).unlink()
    assert flaws(project.audit()) == [expected]


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4])


def exchange(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


@pytest.mark.parametrize("spoil", [truncate, exchange])
@pytest.mark.parametrize("digest", [TABLE, SECOND_IMAGE, IMAGES])
def test_a_corrupt_object(project: Project, digest: str, spoil: Callable[[Path], None]) -> None:
    project.object(digest).chmod(0o644)
    spoil(project.object(digest))
    raw = project.audit()
    assert [(one.state, one.digest) for one in raw.flawed] == [("corrupt", digest)]
    assert raw.flawed[0].detail.startswith("hashes to ")
    assert raw.unopened == (1 if digest == IMAGES else 0)


def test_swapped_objects(project: Project) -> None:
    one, other = project.object(TABLE), project.object(SECOND_IMAGE)
    one.rename(project.store / "x")
    other.rename(one)
    (project.store / "x").rename(other)
    assert {(one.state, one.digest) for one in project.audit().flawed} == {
        ("corrupt", TABLE),
        ("corrupt", SECOND_IMAGE),
    }


def test_a_truncated_object_is_found_without_being_drawn(project: Project) -> None:
    # Of a folder only the sum of its files is recorded: a wrong sum has all of them hashed.
    for digest in (SECOND_IMAGE, TABLE):
        project.object(digest).chmod(0o644)
        truncate(project.object(digest))
    for number in range(200):
        (project.store / "files/md5" / "ff").mkdir(exist_ok=True)
        (project.store / "files/md5" / "ff" / f"{number:030x}").touch()
    raw = project.audit(settings=Settings(hash_sample=1, hash_seed=3))
    assert {one.digest for one in raw.flawed if not one.digest.startswith("ff")} == {SECOND_IMAGE, TABLE}
    assert raw.sampled


def test_the_same_seed_draws_the_same_objects(project: Project) -> None:
    (project.store / "files/md5/ff").mkdir()
    for number in range(100):
        (project.store / "files/md5/ff" / f"{number:030x}").touch()

    def drawn(seed: int) -> set[str]:
        raw = project.audit(settings=Settings(hash_sample=10, hash_seed=seed))
        return {one.digest for one in raw.flawed}

    assert drawn(1) == drawn(1) != drawn(2)


def test_orphans_are_what_no_branch_and_no_tag_refers_to(project: Project) -> None:
    (project.store / "files/md5/01").mkdir(exist_ok=True)
    project.object(ALIEN).write_bytes(b"x" * 1000)
    raw = project.audit()
    assert (raw.orphans, raw.orphan_bytes, raw.branches, raw.tags) == (1, 1000, 1, 1)
    git(project.folder, "checkout", "--quiet", "-b", "topic")
    project.commit({"alien.dvc": f"outs:\n- md5: {ALIEN}\n  size: 1000\n  hash: md5\n  path: alien\n"})
    git(project.folder, "checkout", "--quiet", "main")
    raw = project.audit()
    assert (raw.orphans, raw.branches) == (0, 2)
    assert all(one.output != "alien" for one in raw.tracked)


def test_a_shallow_clone_cannot_tell_orphans(project: Project, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", project.folder.as_uri(), str(tmp_path / "deep" / "clone"))
    raw = Project(tmp_path / "deep" / "clone", project.store).audit(str(project.store))
    assert [(gap.hides, gap.fields) for gap in raw.gaps] == [(("dvc-store",), ("orphans", "orphan_share"))]


def test_a_commit_that_is_asked_for(project: Project) -> None:
    old = git(project.folder, "rev-parse", "v1")
    git(project.folder, "tag", "--delete", "v1")
    project.object(OLD_TABLE).unlink()
    assert flaws(project.audit()) == []
    raw = project.audit(commits=[old])
    assert flaws(raw) == [("missing", "files/md5/e5/ebd4c02cefbe7955977c67ada242b7", "")]
    assert {(one.reference, one.commit) for one in raw.tracked if one.reference == "commit"} == {("commit", old)}


def test_a_commit_that_is_not_there_hides_its_lineage(project: Project) -> None:
    (gap,) = project.audit(commits=["f" * 40]).gaps
    assert gap.hides == ("lineage-link",)


@pytest.mark.parametrize(
    ("kind", "reason"), [("link", "is a link"), ("fifo", "is not a regular file"), ("folder", "is not a regular file")]
)
def test_what_stands_in_the_place_of_an_object(project: Project, tmp_path: Path, kind: str, reason: str) -> None:
    place = project.object(TABLE)
    secret = tmp_path / "secret"
    secret.write_bytes(place.read_bytes())
    place.unlink()
    match kind:
        case "link":
            place.symlink_to(secret)
        case "fifo":
            os.mkfifo(place)
        case _:
            place.mkdir()
    assert [(one.state, one.digest, one.detail) for one in project.audit().flawed] == [("unreadable", TABLE, reason)]


def test_a_folder_of_the_remote_that_is_a_link(project: Project) -> None:
    shutil.move(project.store / "files", project.store.parent / "files")
    (project.store / "files").symlink_to(project.store.parent / "files")
    with pytest.raises(Unreadable, match="its folder files/md5 lies behind a link or a file"):
        project.audit()


def test_a_remote_that_is_missing_or_no_folder(project: Project) -> None:
    shutil.rmtree(project.store)
    with pytest.raises(Unreadable, match="its folder is missing"):
        project.audit()
    project.store.write_text("x")
    with pytest.raises(Unreadable, match="its folder lies behind a link or a file"):
        project.audit()
    project.store.unlink()
    os.mkfifo(project.store)
    with pytest.raises(Unreadable):
        project.audit()


def test_an_empty_remote(project: Project) -> None:
    shutil.rmtree(project.store)
    project.store.mkdir()
    raw = project.audit()
    assert raw.objects == 0
    assert {one.state for one in raw.flawed} == {"missing"}
    # Nobody knows what the folder lists: it is missing itself.
    assert len(raw.flawed) == 5


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("stor", "did you mean 'store'"),
        ("nothing", "it names store"),
        ("gs://bucket/x", "gs remotes cannot be listed"),
        ("s3://UPPER_case/x", "names no bucket"),
        ("s3://", "names no bucket"),
        ("http://[::1", "not a URL"),
        ("", "control characters"),
        ("/x\n", "control characters"),
    ],
)
def test_what_is_no_remote(project: Project, given: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("[", "\\[")) as error:
        project.audit(given)
    assert "\n" not in str(error.value)


def test_credentials_of_a_url_are_not_shown(project: Project) -> None:
    with pytest.raises(UsageError) as error:
        project.audit("webdav://user:hunter2@host/x")
    assert "hunter2" not in str(error.value)


def test_the_layout_of_dvc_2(project: Project) -> None:
    """Files of DVC 2 have no `hash`, their objects lie at the root, and text is named by its Unix line ends."""
    digest = OLD_TABLE  # of "a,b\n1,2\n"
    text = project.store / digest[:2] / digest[2:]
    text.parent.mkdir()
    text.write_bytes(b"a,b\r\n1,2\r\n")
    pointer = f"outs:\n- md5: {digest}\n  size: 10\n  path: old.csv\n"
    project.commit({"old.csv.dvc": pointer})
    raw = project.audit()
    assert [(one.hash, one.objects) for one in raw.tracked if one.output == "old.csv"] == [("md5-dos2unix", (digest,))]
    assert (flaws(raw), raw.objects, raw.hashed) == ([], 9, 9)
    text.write_bytes(b"a,b\r\n1,3\r\n")
    assert flaws(project.audit()) == [("corrupt", f"{digest[:2]}/{digest[2:]}", "")]


@pytest.mark.parametrize("digest", ["../../../etc/passwd", "aa/abs/path", "17", "[]", "x" * 1_000_000, '"a\\0b"'])
def test_a_digest_that_is_none_is_a_gap(project: Project, digest: str) -> None:
    project.commit({"data/table.csv.dvc": f"outs:\n- md5: {digest}\n  size: 12\n  hash: md5\n  path: table.csv\n"})
    raw = project.audit()
    assert all(one.output != "data/table.csv" or one.reference != "head" for one in raw.tracked)
    assert digest == "[]" or any(gap.path == "data/table.csv.dvc" and "dvc-object" in gap.hides for gap in raw.gaps)


@pytest.mark.parametrize(
    ("pointer", "exempt"),
    [
        ("outs:\n- md5: {0}\n  hash: md5\n  path: x\n  push: false\n", "`push: false`"),
        ("outs:\n- md5: {0}\n  hash: md5\n  path: x\n  cache: false\n", "`cache: false`: git holds it"),
        ("outs:\n- md5: {0}\n  hash: md5\n  path: x\n  remote: other\n", "it is kept in another remote"),
        ("outs:\n- md5: {0}\n  hash: md5\n  path: x\n  remote: store\n", ""),
        ("outs:\n- md5: {0}\n  hash: md5\n  path: x\n  cloud: {{s3: {{etag: a}}}}\n", "the cloud keeps its versions"),
        ("outs:\n- md5: {0}\n  hash: md5\n  path: s3://b/x\n", "it lies outside of the project"),
        (
            "deps: [{{path: x, repo: {{url: 'https://example.org/r'}}}}]\nouts:\n- md5: {0}\n  hash: md5\n  path: x\n",
            "it is imported from another repository",
        ),
        # DVC pushes what came from a URL as it pushes everything else.
        ("deps:\n- path: https://example.org/x\n  etag: a\nouts:\n- md5: {0}\n  hash: md5\n  path: x\n", ""),
    ],
)
def test_outputs_that_need_not_be_there(project: Project, pointer: str, exempt: str) -> None:
    project.commit({"x.dvc": pointer.format(ALIEN)})
    raw = project.audit()
    assert [one.exempt for one in raw.tracked if one.digest == ALIEN] == [exempt]
    assert [one.digest for one in raw.flawed] == ([] if exempt else [ALIEN])


def test_a_remote_that_keeps_versions_has_no_objects_to_miss(project: Project) -> None:
    shutil.rmtree(project.store)
    project.store.mkdir()
    project.commit({".dvc/config": str(FILES[".dvc/config"]) + "    version_aware = true\n"})
    raw = project.audit()
    assert raw.flawed == ()
    assert {one.exempt for one in raw.tracked} == {"the cloud keeps its versions", "`cache: false`: git holds it"}


def test_what_dvc_made_of_an_import_and_a_url(project: Project, tmp_path: Path) -> None:
    """The oracle: what DVC itself pushes and does not push."""
    (tmp_path / "plain.txt").write_text("plain\n")
    dvc(project.folder, ["import-url", str(tmp_path / "plain.txt"), "plain.txt"], ["push"])
    snapshot(project.folder, "import")
    raw = project.audit()
    (plain,) = (one for one in raw.tracked if one.output == "plain.txt" and one.reference == "head")
    assert (plain.exempt, raw.objects, flaws(raw)) == ("", 9, [])


def test_two_projects_in_one_repository(project: Project) -> None:
    """A remote answers for the DVC project that names it, not for one inside of that."""
    pointer = f"outs:\n- md5: {ALIEN}\n  hash: md5\n  path: x\n"
    config = "['remote \"inner\"']\n    url = ../../../inner\n"
    project.commit({"sub/.dvc/config": config, "sub/x.dvc": pointer})
    (project.store.parent / "inner").mkdir()
    assert flaws(project.audit()) == []
    raw = project.audit("inner")
    assert [(one.output, one.reference) for one in raw.tracked] == [("sub/x", "head")]
    assert [one.digest for one in raw.flawed] == [ALIEN]


def test_a_url_that_has_a_name(project: Project) -> None:
    project.commit({".dvc/config": f"['remote \"store\"']\n    url = file://{project.store}\n"})
    assert project.audit(f"file://{project.store}").name == "store"


def test_no_commit_is_no_verdict(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--template=", "empty")
    with pytest.raises(Unreadable, match="no commit"):
        Project(tmp_path / "empty", tmp_path).audit(str(tmp_path), ALL)
