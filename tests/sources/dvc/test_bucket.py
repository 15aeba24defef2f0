"""An S3-compatible remote, filled by dvc, then spoiled; and repositories that want the operator's keys."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.model.settings import Settings
from maturity.model.storage import RawStore
from maturity.sources.dvc.address import Bucket
from maturity.sources.dvc.audit import audit
from maturity.sources.dvc.fetch import fetch
from maturity.sources.dvc.naming import id_of
from maturity.sources.git import open_target
from tests.sources.dvc.buckets import KEYS, Server, serving
from tests.sources.dvc.projects import ALL, NOW, Project, dvc, snapshot

pytestmark = pytest.mark.slow

TABLE = "team/dvc/files/md5/c3/c6bc2ae8ece4bd2510dca21225c041"
CONFIG = "[core]\n    remote = cloud\n['remote \"cloud\"']\n    url = s3://bucket/team/dvc\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("s3")) as running:
        yield running


@pytest.fixture(scope="module")
def pushed(server: Server, made: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose remote is a bucket, and what dvc pushed there; older objects come from its first remote."""
    project = made.copy(tmp_path_factory.mktemp("pushed"))
    server.client.create_bucket(Bucket="bucket")
    (project.folder / ".dvc" / "config").write_text(CONFIG + f"    endpointurl = {server.endpoint}\n")
    dvc(project.folder, ["push"], **KEYS)
    snapshot(project.folder, "cloud")
    for path in filter(Path.is_file, project.store.rglob("*")):
        key = f"team/dvc/{path.relative_to(project.store)}"
        server.client.put_object(Bucket="bucket", Key=key, Body=path.read_bytes())
    server.client.create_bucket(Bucket="kept")
    copy(server, "bucket", "kept")
    return project


@pytest.fixture
def bucket(server: Server, pushed: Project, tmp_path: Path) -> Project:
    """A copy of that project, and the bucket as it was."""
    for key in keys(server, "bucket"):
        server.client.delete_object(Bucket="bucket", Key=key)
    copy(server, "kept", "bucket")
    return pushed.copy(tmp_path)


def keys(server: Server, name: str) -> list[str]:
    return [entry["Key"] for entry in server.client.list_objects_v2(Bucket=name).get("Contents", [])]


def copy(server: Server, one: str, other: str) -> None:
    for key in keys(server, one):
        server.client.copy_object(Bucket=other, Key=key, CopySource={"Bucket": one, "Key": key})


def look(project: Project, environment: dict[str, str], settings: Settings = ALL, remote: str = "cloud") -> RawStore:
    with open_target(str(project.folder)) as opened:
        assert opened.revisions
        return audit(opened.revisions, remote, settings, now=NOW, environment=environment)


def test_a_complete_bucket_is_verified_without_a_download(bucket: Project, server: Server) -> None:
    before = len(server.requests())
    raw = look(bucket, server.environment)
    assert (raw.uri, raw.objects, raw.hashed, raw.sampled, raw.flawed) == ("s3://bucket/team/dvc", 8, 8, False, ())
    # One listing, and the folder that is opened.
    assert [request.partition("?")[0] for request in server.requests()[before:]] == [
        "GET /bucket",
        "GET /bucket/team/dvc/files/md5/db/5254cb014eaea98c3b47d1b843c437.dir",
    ]


def test_objects_are_fetched_with_the_operators_credentials(bucket: Project, server: Server, tmp_path: Path) -> None:
    prefix = "team/dvc/"
    names = [name for key in keys(server, "bucket") if (name := id_of(key.removeprefix(prefix)))]
    server.client.put_object(Bucket="bucket", Key=TABLE, Body=b"a,b\n9,9\n3,4\n")
    lacks = fetch(Bucket("bucket", prefix), names, tmp_path / "cache", server.environment, 60)
    assert [lack.key for lack in lacks] == [TABLE.removeprefix(prefix)]
    fetched = {path.relative_to(tmp_path / "cache") for path in (tmp_path / "cache").rglob("*") if path.is_file()}
    assert len(fetched) == len(names) - 1
    assert all((tmp_path / "cache" / path).read_bytes() == (bucket.store / path).read_bytes() for path in fetched)


def test_missing_and_corrupt_objects(bucket: Project, server: Server) -> None:
    server.client.delete_object(Bucket="bucket", Key="team/dvc/files/md5/4b/fa37df50f6bbd627b160809bb7900d")
    server.client.put_object(Bucket="bucket", Key=TABLE, Body=b"a,b\n9,9\n3,4\n")
    raw = look(bucket, server.environment, Settings(hash_sample=1))
    assert [(one.state, one.key, one.file) for one in raw.flawed] == [
        ("missing", "files/md5/4b/fa37df50f6bbd627b160809bb7900d", "0/2.png"),
        ("corrupt", "files/md5/c3/c6bc2ae8ece4bd2510dca21225c041", ""),
    ]


def test_an_object_of_several_parts_is_verified_by_its_content_only(bucket: Project, server: Server) -> None:
    def upload(body: bytes) -> None:
        started = server.client.create_multipart_upload(Bucket="bucket", Key=TABLE)["UploadId"]
        part = {"Bucket": "bucket", "Key": TABLE, "UploadId": started}
        tag = server.client.upload_part(**part, PartNumber=1, Body=body)["ETag"]
        server.client.complete_multipart_upload(**part, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})

    upload(b"a,b\n1,2\n3,4\n")
    raw = look(bucket, server.environment)
    assert (raw.hashed, raw.sampled, raw.flawed) == (8, False, ())
    upload(b"a,b\n9,9\n3,4\n")
    assert [one.state for one in look(bucket, server.environment).flawed] == ["corrupt"]


def test_more_than_one_page(bucket: Project, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.sources.dvc.stores.bucket.PAGE", 3)
    server.client.put_object(Bucket="bucket", Key=f"team/dvc/files/md5/ff/{0:030x}", Body=b"x")
    before = len(server.requests())
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    raw = bucket.audit("cloud")
    assert (raw.objects, raw.orphans, raw.orphan_bytes) == (9, 1, 1)
    assert [request.partition("?")[0] for request in server.requests()[before:]].count("GET /bucket") == 3


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"},
            "needs credentials",
        ),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "cannot be reached"),
    ],
)
def test_what_keeps_a_bucket_from_being_listed(
    bucket: Project, server: Server, changes: dict[str, str], reason: str, tmp_path: Path
) -> None:
    environment = {name: value for name, value in (server.environment | changes).items() if value}
    with pytest.raises(Unreadable, match=reason) as error:
        look(bucket, environment | {"HOME": str(tmp_path)})
    assert "secret-of-the-operator" not in str(error.value)


def test_a_bucket_that_is_not_there(bucket: Project, server: Server) -> None:
    with pytest.raises(Unreadable, match="there is no such bucket"):
        look(bucket, server.environment, remote="s3://absent/x")


def test_a_store_that_never_answers(bucket: Project, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.sources.dvc.inspect.SECONDS", 3.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unreadable, match="took longer than 3 s"):
            look(bucket, server.environment | {"AWS_ENDPOINT_URL": endpoint})


class Trap:
    """A server that a repository names; whoever connects is counted."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.met = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.met += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.close()


def test_a_repository_chooses_no_endpoint_no_credentials_and_no_command(
    bucket: Project, server: Server, trap: Trap, tmp_path: Path
) -> None:
    marker = tmp_path / "ran"
    (bucket.folder / "aws").write_text(f"[default]\ncredential_process = touch {marker}\n[profile evil]\n")
    options = {
        "endpointurl": f"http://127.0.0.1:{trap.port}",
        "configpath": "aws",
        "credentialpath": "aws",
        "profile": "evil",
        "access_key_id": "evil",
        "secret_access_key": "evil",
        "ssl_verify": "false",
        "use_ssl": "false",
    }
    config = CONFIG + "".join(f"    {name} = {value}\n" for name, value in options.items())
    (bucket.folder / ".dvc" / "config").write_text(config + f"[core]\n    site_cache_dir = {tmp_path / 'written'}\n")
    snapshot(bucket.folder, "hostile")
    raw = look(bucket, server.environment)
    assert (raw.objects, raw.flawed) == (8, ())
    assert trap.met == 0
    assert not marker.exists()
    assert not (tmp_path / "written").exists()


def test_a_remote_that_only_the_repository_names_is_not_contacted(bucket: Project, trap: Trap, server: Server) -> None:
    (bucket.folder / ".dvc" / "config").write_text(
        CONFIG + f"['remote \"other\"']\n    url = http://127.0.0.1:{trap.port}/x\n"
    )
    snapshot(bucket.folder, "two remotes")
    look(bucket, server.environment)
    assert trap.met == 0
