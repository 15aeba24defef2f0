"""A remote behind SSH: a real server, a real agent, and a host that has to be known."""

import asyncio
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import asyncssh
import pytest

from maturity.errors import Unreadable, UsageError
from maturity.model.storage import RawStore
from maturity.sources.dvc.address import Ssh
from maturity.sources.dvc.audit import audit
from maturity.sources.dvc.fetch import fetch
from maturity.sources.dvc.naming import id_of
from maturity.sources.git import open_target
from tests.sources.dvc.projects import ALL, NOW, Project, snapshot
from tests.sources.mlflow.fault_server import raw, serving, silent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("ssh-agent") is None, reason="ssh-agent is not installed"),
]


class Account:
    """A user with a home folder, a key, and an agent that holds it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / ".ssh").mkdir(parents=True)
        self.key = home / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)
        self.environment = {"HOME": str(home), "SSH_AUTH_SOCK": str(home / "agent"), "PATH": os.environ["PATH"]}

    @contextmanager
    def agent(self, *, holding: bool = True) -> Iterator[None]:
        """Run an agent."""
        running = subprocess.Popen(["ssh-agent", "-D", "-a", self.home / "agent"], stdout=subprocess.DEVNULL)
        try:
            while self._ask() == 2:  # nobody answers yet
                time.sleep(0.02)
            if holding:
                add = ["ssh-add", "-q", str(self.key)]
                subprocess.run(add, env=self.environment, check=True, capture_output=True)
            yield
        finally:
            running.kill()
            running.wait()
            (self.home / "agent").unlink(missing_ok=True)

    def _ask(self) -> int:
        return subprocess.run(["ssh-add", "-l"], env=self.environment, capture_output=True, check=False).returncode

    def knows(self, port: int, key: asyncssh.SSHKey) -> None:
        """Write down the key of a host."""
        public = key.export_public_key().decode()
        (self.home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}")


class Server:
    """An SSH server whose root is a folder; one user may come in."""

    def __init__(self, folder: Path, account: Account) -> None:
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        self._folder, self._account = folder, account
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listener = self._loop.run_until_complete(
            asyncssh.listen(
                "127.0.0.1",
                0,
                server_host_keys=[self.key],
                authorized_client_keys=f"{self._account.key}.pub",
                sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=os.fsencode(self._folder)),
            )
        )
        self.port = listener.get_port()
        self._ready.set()
        self._loop.run_forever()
        listener.close()


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "home")


def look(project: Project, account: Account, port: int, path: str = "/store") -> RawStore:
    with open_target(str(project.folder)) as opened:
        assert opened.revisions
        address = f"ssh://operator@127.0.0.1:{port}{path}"
        return audit(opened.revisions, address, ALL, now=NOW, environment=account.environment)


def test_a_remote_is_listed_and_hashed(project: Project, account: Account) -> None:
    project.object("4bfa37df50f6bbd627b160809bb7900d").unlink()
    table = project.object("c3c6bc2ae8ece4bd2510dca21225c041")
    table.chmod(0o644)
    table.write_bytes(b"a,b\n9,9\n3,4\n")
    (table.parent / f"{0:030x}").symlink_to("/etc/passwd")
    with Server(project.store.parent, account) as server, account.agent():
        account.knows(server.port, server.key)
        found = look(project, account, server.port, f"/{project.store.name}")
        assert found.uri == f"ssh://operator@127.0.0.1:{server.port}/{project.store.name}"
        assert (found.objects, found.hashed, found.orphans, found.gaps) == (7, 7, 0, ())
        assert [(one.state, one.digest, one.file) for one in found.flawed] == [
            ("missing", "4bfa37df50f6bbd627b160809bb7900d", "0/2.png"),
            ("corrupt", "c3c6bc2ae8ece4bd2510dca21225c041", ""),
        ]
        with pytest.raises(Unreadable, match="is missing: there is no such folder"):
            look(project, account, server.port, "/none")


def test_objects_are_fetched_over_several_connections(project: Project, account: Account, tmp_path: Path) -> None:
    paths = {path.relative_to(project.store).as_posix() for path in project.store.rglob("*") if path.is_file()}
    names = [name for path in sorted(paths) if (name := id_of(path))]
    with Server(project.store.parent, account) as server, account.agent():
        account.knows(server.port, server.key)
        place = Ssh("127.0.0.1", server.port, "operator", f"/{project.store.name}")
        assert fetch(place, names, tmp_path / "cache", account.environment, 60) == ()
    cache = tmp_path / "cache"
    assert {path.relative_to(cache).as_posix() for path in cache.rglob("*") if path.is_file()} == paths
    assert all((cache / path).read_bytes() == (project.store / path).read_bytes() for path in paths)


def test_only_a_host_that_is_known_is_talked_to_and_only_with_keys_of_the_agent(
    project: Project, account: Account
) -> None:
    shutil.copy(account.key, account.home / ".ssh" / "id_ed25519")  # a key file is not looked for
    (account.home / ".ssh" / "config").write_text(f"Host *\n  ProxyCommand touch {account.home}/ran\n")
    with Server(project.store.parent, account) as server:
        with pytest.raises(Unreadable, match=r"cannot be recognised without ~/\.ssh/known_hosts; connect once"):
            look(project, account, server.port)
        account.knows(server.port, server.key)
        with pytest.raises(Unreadable, match="needs a key that your ssh agent holds"):
            look(project, account, server.port)
        with account.agent(holding=False), pytest.raises(Unreadable, match="needs a key that your ssh agent holds"):
            look(project, account, server.port)
        with account.agent():
            account.knows(server.port, asyncssh.generate_private_key("ssh-ed25519"))
            with pytest.raises(Unreadable, match=r"shows a key that ~/\.ssh/known_hosts does not hold"):
                look(project, account, server.port)
    assert not (account.home / "ran").exists()


def test_a_stranger_is_refused(project: Project, account: Account, tmp_path: Path) -> None:
    stranger = Account(tmp_path / "stranger")
    with Server(project.store.parent, account) as server, stranger.agent():
        stranger.knows(server.port, server.key)
        with pytest.raises(Unreadable, match="refuses every key of your ssh agent"):
            look(project, stranger, server.port)


def test_what_is_no_ssh_server(project: Project, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.sources.dvc.stores.ssh.SECONDS", 1)
    account.knows(9, asyncssh.generate_private_key("ssh-ed25519"))
    with account.agent():
        for mode, words in ((silent, "did not answer within 1 s|broke the connection"), (raw(b"x"), "broke the conn")):
            with serving(mode) as server, pytest.raises(Unreadable, match=words):
                look(project, account, int(server.url.rpartition(":")[2]))
        with pytest.raises(Unreadable, match="cannot be reached"):
            look(project, account, 9)


def test_an_address_that_only_the_repository_knows_is_not_contacted(project: Project, account: Account) -> None:
    (project.folder / ".dvc" / "config").write_text("['remote \"far\"']\n    url = ssh://host/store\n")
    snapshot(project.folder, "far")
    with open_target(str(project.folder)) as opened:
        assert opened.revisions
        with pytest.raises(UsageError, match="only the repository says where it is; give its address"):
            audit(opened.revisions, "far", ALL, now=NOW, environment=account.environment)


@pytest.mark.parametrize("url", ["ssh://me:hunter2@host/x", "ssh:///x", "ssh://host:99999/x", "ssh://host/x?hunter2"])
def test_what_is_no_plain_address(project: Project, account: Account, url: str) -> None:
    with open_target(str(project.folder)) as opened:
        assert opened.revisions
        with pytest.raises(UsageError, match="is no plain address") as error:
            audit(opened.revisions, url, ALL, now=NOW, environment=account.environment)
    assert "hunter2" not in str(error.value)
