"""What a sandbox is said to hold, it holds: each of those that work on this machine is tried."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from maturity.model.reproduction import Isolation
from maturity.reproduction.isolation import Sandbox, find, said

OUTSIDE = Path("/var/tmp")


@pytest.fixture(params=["bwrap", "unshare"])
def sandbox(request: pytest.FixtureRequest, tmp_path: Path) -> Sandbox:
    """Give each sandbox that works here, found where it is the only one."""
    program = shutil.which(request.param)
    if program:
        (tmp_path / request.param).symlink_to(program)
    found = find(str(tmp_path))
    if not found.tool:
        pytest.skip(f"{request.param} does not work here")
    return found


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def python(sandbox: Sandbox, folder: Path, code: str, *, network: bool = False) -> str:
    """Run a program in a sandbox; return what it said, the last line of its errors included."""
    command = sandbox.wrap([sys.executable, "-I", "-c", code], folder, network=network)
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, timeout=60)
    return done.stdout.strip() or (done.stderr.strip().splitlines() or [""])[-1]


def test_the_network_is_cut_or_open_as_asked(sandbox: Sandbox, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection({server.getsockname()!r}, 5); print('reached')"
        assert python(sandbox, folder, code, network=True) == "reached"
        assert "ConnectionRefusedError" in python(sandbox, folder, code)
    away = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    assert "Network is unreachable" in python(sandbox, folder, away)
    assert sandbox.holds(network=False).network == "cut"
    assert sandbox.holds(network=True).network == "open"


def test_a_project_still_reaches_itself(sandbox: Sandbox, folder: Path) -> None:
    itself = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()); "
    lock = "import multiprocessing; multiprocessing.Lock(); print('fine')"
    assert python(sandbox, folder, itself + lock) == "fine"


def test_only_its_folder_can_be_written_where_that_is_said(sandbox: Sandbox, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=OUTSIDE) as outside:
        write = "open({!r}, 'w').close(); print('written')"
        assert python(sandbox, folder, write.format(str(folder / "inside"))) == "written"
        for network in (False, True):
            told = python(sandbox, folder, write.format(f"{outside}/file"), network=network)
            assert (told == "written") == (sandbox.holds(network=network).files == "open"), told
    assert (folder / "inside").exists()


def test_it_has_no_rights_to_undo_that(sandbox: Sandbox, folder: Path) -> None:
    rights = python(
        sandbox, folder, "print([l.split()[1] for l in open('/proc/self/status') if l[:6] in ('CapEff', 'NoNewP')])"
    )
    assert rights == "['0000000000000000', '1']"


def test_what_leaves_its_session_ends_with_it(sandbox: Sandbox, folder: Path) -> None:
    late = folder / "late"
    away = f"import os, time; os.setsid(); time.sleep(0.4); open({str(late)!r}, 'w')"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {away!r}]); print('left')"
    assert python(sandbox, folder, code) == "left"
    time.sleep(0.8)
    assert not late.exists()


def test_how_a_command_ended_is_told(sandbox: Sandbox, folder: Path) -> None:
    for line, code in (("exit 3", 3), ("kill -9 $$", 137), ("true", 0)):
        command = sandbox.wrap(["/bin/sh", "-c", line], folder, network=False)
        assert subprocess.run(command, check=False, timeout=60).returncode == code


def test_sockets_of_the_system_are_out_of_reach(folder: Path) -> None:
    sandbox = find()
    if sandbox.tool != "bubblewrap":
        pytest.skip("bubblewrap does not work here")
    assert any(Path("/run").iterdir())
    assert python(sandbox, folder, "import os; print(os.listdir('/run'))") in ("[]", "['current-system']")


def test_where_nothing_works_that_is_said(tmp_path: Path, folder: Path) -> None:
    assert find(str(tmp_path)) == Sandbox()
    for name in ("bwrap", "unshare"):  # as in a container that forbids namespaces
        (tmp_path / name).write_text("#!/bin/sh\necho 'Operation not permitted' >&2\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    none = find(str(tmp_path))
    assert none == Sandbox()
    assert none.wrap(["true"], folder, network=False) == ["true"]
    assert none.holds(network=False) == Isolation(tool="", network="open", files="open")


@pytest.mark.parametrize(
    ("sandbox", "network", "words"),
    [
        (Sandbox("bubblewrap", "bwrap"), False, "no network, nothing can be written outside its folder (bubblewrap)"),
        (Sandbox("unshare", "unshare"), True, "the network is open, files are open (unshare)"),
        (Sandbox(), False, "not isolated: neither bwrap nor unshare works here"),
    ],
)
def test_what_is_in_force_is_said_in_words(sandbox: Sandbox, network: bool, words: str) -> None:
    assert said(sandbox.holds(network=network)) == words
