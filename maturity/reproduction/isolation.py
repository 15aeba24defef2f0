"""What keeps a re-run to itself: bubblewrap where it works, else `unshare`, else nothing, which is said."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from maturity.model.reproduction import Isolation

DEVICES = ("nvidia*", "dri", "kfd", "dxg")
"""Accelerators, which a training may need."""
PROGRAMS = ("/run/current-system", "/run/opengl-driver")
"""Where NixOS has its programs, in a folder that is otherwise hidden."""
PROBE_SECONDS = 20

_FIRST = """
import ctypes, fcntl, os, socket, struct, sys
if sys.argv[1] == "cut":
    with socket.socket() as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sH14x", b"lo", 1))  # SIOCSIFFLAGS: up
prctl = ctypes.CDLL(None).prctl
prctl(28, 3, 0, 0, 0)  # PR_SET_SECUREBITS: root has no rights by being root, for good
prctl(47, 4, 0, 0, 0)  # PR_CAP_AMBIENT_CLEAR_ALL: those that were needed here end here
prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS: no program gives more
child = os.fork()
if not child:
    os.execvp(sys.argv[2], sys.argv[2:])
while True:
    ended, status = os.wait()
    if ended == child:
        code = os.waitstatus_to_exitcode(status)
        sys.exit(128 - code if code < 0 else code)
"""
"""The first process in fresh namespaces: it lets a network that is cut reach itself, as bubblewrap does, drops rights,
starts the command, and waits for all that this leaves behind."""


class Sandbox(NamedTuple):
    """A program that runs another apart from the rest; without one, commands run as they are."""

    tool: str = ""
    program: str = ""

    def wrap(self, command: Sequence[str], folder: Path, *, network: bool) -> list[str]:
        """Return the command line that runs a command in it; `folder` is all that can be written to."""
        match self.tool:
            case "bubblewrap":
                return [self.program, *_bubble(folder, network=network), "--", *command]
            case "unshare":
                inside = [sys.executable, "-I", "-c", _FIRST, "open" if network else "cut", *command]
                return [self.program, *_namespaces(network=network), "--", *inside]
        return list(command)

    def holds(self, *, network: bool) -> Isolation:
        """Tell what a command in it cannot do."""
        return Isolation(
            tool=self.tool,
            network="open" if network or not self.tool else "cut",
            files="read-only" if self.tool == "bubblewrap" else "open",
        )


def find(path: str | None = None) -> Sandbox:
    """Return the best that works here: it is tried, since kernels and containers may forbid it."""
    for tool, name in (("bubblewrap", "bwrap"), ("unshare", "unshare")):
        program = shutil.which(name, path=path)
        if program and _works(sandbox := Sandbox(tool, program)):
            return sandbox
    return Sandbox()


def said(isolation: Isolation) -> str:
    """Say what is in force, in a few words."""
    if not isolation.tool:
        return "not isolated: neither bwrap nor unshare works here"
    network = "no network" if isolation.network == "cut" else "the network is open"
    files = "nothing can be written outside its folder" if isolation.files == "read-only" else "files are open"
    return f"{network}, {files} ({isolation.tool})"


def _works(sandbox: Sandbox) -> bool:
    command = sandbox.wrap([sys.executable, "-I", "-c", ""], Path(tempfile.gettempdir()), network=False)
    try:
        return subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _bubble(folder: Path, *, network: bool) -> Iterator[str]:
    yield from ("--unshare-user", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--cap-drop", "ALL")
    yield from ("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc")
    for device in sorted(str(found) for pattern in DEVICES for found in Path("/dev").glob(pattern)):
        yield from ("--dev-bind", device, device)
    if not network:
        yield "--unshare-net"
        if os.path.isdir("/run") and not os.path.islink("/run"):  # noqa: PTH112, PTH114 - a name of the system
            # Sockets lie there that a network which is cut does not close: of containers, of agents with keys.
            yield from ("--tmpfs", "/run")
            for place in PROGRAMS:
                yield from ("--ro-bind-try", place, place)
    yield from ("--bind", str(folder), str(folder))


def _namespaces(*, network: bool) -> Iterator[str]:
    yield from ("--user", "--map-current-user", "--keep-caps", "--pid", "--fork", "--kill-child", "--mount-proc")
    if not network:
        yield "--net"
