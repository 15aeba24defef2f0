"""A remote behind HTTP, filled by dvc and served by a real server; and servers that answer in their own ways."""

import base64
import functools
import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from maturity.errors import Unreadable, UsageError
from maturity.model.settings import Settings
from maturity.model.storage import RawStore
from maturity.sources.dvc.audit import audit
from maturity.sources.git import open_target
from tests.sources.dvc.projects import ALL, NOW, Project, snapshot

pytestmark = pytest.mark.slow

TABLE = "files/md5/c3/c6bc2ae8ece4bd2510dca21225c041"
IMAGE = "files/md5/4b/fa37df50f6bbd627b160809bb7900d"
NOBODY: Mapping[str, str] = {}
LOGIN = {"MATURITY_DVC_USER": "operator", "MATURITY_DVC_PASSWORD": "secret-of-the-operator"}


class Files(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and notes who asked for what."""

    seen: list[tuple[str, str, str]]

    def send_head(self) -> Any:
        self.seen.append((self.command, self.path, self.headers.get("Authorization", "")))
        return super().send_head()

    def log_message(self, *_: object) -> None:
        return


class Headless(Files):
    """Knows no HEAD, and does not say how long an answer is."""

    def do_HEAD(self) -> None:
        self.send_error(405)

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Content-Length":
            super().send_header(keyword, value)


class Guarded(Files):
    """Asks for a login."""

    def send_head(self) -> Any:
        wanted = "Basic " + base64.b64encode(b"operator:secret-of-the-operator").decode()
        if self.headers.get("Authorization") != wanted:
            self.send_error(401)
            return None
        return super().send_head()


class Moved(Files):
    def send_head(self) -> Any:
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()


class Friendly(Files):
    """Has a page for everything."""

    def send_head(self) -> Any:
        self.path = "/index.html"
        return super().send_head()


class Busy(Files):
    """Turns every first request for something away."""

    def send_head(self) -> Any:
        first = (self.command, self.path) not in [one[:2] for one in self.seen]
        if first:
            self.seen.append((self.command, self.path, ""))
            self.send_error(503)
            return None
        return super().send_head()


@contextmanager
def serving(folder: Path, kind: type[Files] = Files) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    seen: list[tuple[str, str, str]] = []
    handler = type(kind.__name__, (kind,), {"seen": seen})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", seen
        finally:
            server.shutdown()
            thread.join()


def look(project: Project, url: str, settings: Settings = ALL, login: Mapping[str, str] = NOBODY) -> RawStore:
    with open_target(str(project.folder)) as opened:
        assert opened.revisions
        return audit(opened.revisions, url, settings, now=NOW, environment=login)


def flaws(raw: RawStore) -> list[tuple[str, str, str]]:
    return [(one.state, one.key, one.file) for one in raw.flawed]


@pytest.mark.parametrize("kind", [Files, Headless, Busy])
def test_a_complete_remote(project: Project, kind: type[Files]) -> None:
    with serving(project.store, kind) as (url, seen):
        raw = look(project, url + "/")
    assert (raw.uri, raw.objects, raw.hashed, raw.orphans, flaws(raw)) == (url + "/", 8, 8, 0, [])
    (gap,) = raw.gaps
    assert (gap.hides, gap.fields) == (("dvc-store",), ("orphans", "orphan_share"))
    assert {one[2] for one in seen} == {""}


def test_missing_and_corrupt_objects(project: Project) -> None:
    project.object("4bfa37df50f6bbd627b160809bb7900d").unlink()
    table = project.object("c3c6bc2ae8ece4bd2510dca21225c041")
    table.chmod(0o644)
    table.write_bytes(b"a,b\n9,9,9\n3,4\n")
    with serving(project.store) as (url, _):
        raw = look(project, url, Settings(hash_sample=1))
    assert flaws(raw) == [("missing", IMAGE, "0/2.png"), ("corrupt", TABLE, "")]


def test_an_object_is_asked_for_once(project: Project) -> None:
    with serving(project.store) as (url, seen):
        look(project, url, Settings(hash_sample=1))
    heads = [path for method, path, _ in seen if method == "HEAD"]
    assert len(heads) == len(set(heads)) == 10  # eight objects, metrics that git holds, and the name that nobody has


def test_a_login_goes_to_the_address_that_the_operator_wrote(project: Project) -> None:
    with serving(project.store, Guarded) as (url, _):
        assert flaws(look(project, url, login=LOGIN)) == []
        with pytest.raises(
            Unreadable, match=r"refuses us; set MATURITY_DVC_USER and MATURITY_DVC_PASSWORD, or"
        ) as error:
            look(project, url)
        with pytest.raises(Unreadable, match="refuses us") as other:
            look(project, url, login={"MATURITY_DVC_TOKEN": "token-of-the-operator"})
    assert "token-of" not in str(error.value) + str(other.value)


def test_an_address_that_only_the_repository_knows_is_not_contacted(project: Project) -> None:
    with serving(project.store) as (url, seen):
        config = f"['remote \"web\"']\n    url = {url}/\n"
        (project.folder / ".dvc" / "config").write_text(config)
        snapshot(project.folder, "web")
        with pytest.raises(UsageError, match="only the repository says where it is; give its address"):
            look(project, "web", login=LOGIN)
        assert seen == []
        assert look(project, url, login=LOGIN).name == "web"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (Moved, r"redirects elsewhere \(HTTP 302\)"),
        (Friendly, "answers to every name, whether there is"),
    ],
)
def test_a_server_that_proves_nothing(project: Project, kind: type[Files], message: str) -> None:
    (project.store / "index.html").write_text("welcome")
    with serving(project.store, kind) as (url, _), pytest.raises(Unreadable, match=message):
        look(project, url)


def test_a_server_that_is_not_there(project: Project) -> None:
    with pytest.raises(Unreadable, match="cannot be reached"):
        look(project, "http://127.0.0.1:9/x")


@pytest.mark.parametrize("url", ["http://user:hunter2@host/x", "https:///x", "https://host/x?token=hunter2"])
def test_what_is_no_plain_address(project: Project, url: str) -> None:
    with pytest.raises(UsageError, match="is no plain address") as error:
        look(project, url)
    assert "hunter2" not in str(error.value)
