"""A folder for one re-run, and the commands that run in it: apart, bounded, logged, and gone with all they started."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from maturity.errors import UsageError
from maturity.reproduction.isolation import Sandbox

KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
NETWORK = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE")
ANSWER_BYTES = 4 << 20
ATTEMPTS = 20


class Workspace:
    """A temporary folder, and a log that stays."""

    def __init__(self, log: Path, seconds: float, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._deadline = time.monotonic() + seconds
        self._seconds = seconds
        try:
            self.folder = Path(tempfile.mkdtemp(prefix="maturity-reproduce-"))
        except OSError:
            raise UsageError("no folder takes temporary files; set TMPDIR to one that can be written") from None
        try:
            self._log = open(log, "ab")  # noqa: SIM115 - closed with the workspace
        except OSError as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise UsageError(f"{log}: cannot be written: {error.strerror}; name another file with --log") from None
        self.home.mkdir()

    @property
    def home(self) -> Path:
        """The home folder of everything that runs here."""
        return self.folder / "home"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._log.close()
        _remove(self.folder)

    @property
    def left(self) -> float:
        """Seconds that are left, and never none: what takes them ends at once."""
        return max(0.1, self._deadline - time.monotonic())

    def note(self, *lines: str) -> None:
        """Write lines of ours to the log."""
        self._log.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))

    def variables(self, *names: str, **more: str) -> dict[str, str]:
        """Return an environment of ours: of the operator's only what is harmless, and what is asked for."""
        passed = {
            name: value for name, value in os.environ.items() if name in KEPT or name.startswith(names or ("\0",))
        }
        ours = {"HOME": str(self.home), "TMPDIR": str(self.folder), "DVC_SITE_CACHE_DIR": str(self.home / "dvc")}
        silent = {"DVC_NO_ANALYTICS": "1", "DO_NOT_TRACK": "1"}
        quiet = silent | {"MLFLOW_DISABLE_TELEMETRY": "true", "GIT_TERMINAL_PROMPT": "0", "PYTHONUNBUFFERED": "1"}
        return passed | ours | quiet | more

    def run(
        self, command: Sequence[str], place: Path, environment: Mapping[str, str], *, network: bool = False
    ) -> bool:
        """Run a command, write what it says to the log, and tell whether it ended well."""
        self.note(f"$ {' '.join(command)}")
        self._log.flush()
        apart = self._sandbox.wrap(command, self.folder, network=network)
        return self._run(apart, place, environment, self._log.fileno()) == 0

    def answer(self, command: Sequence[str], place: Path, environment: Mapping[str, str]) -> bytes:
        """Run a command and return what it wrote; empty when it failed."""
        apart = self._sandbox.wrap(command, self.folder, network=False)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            if self._run(apart, place, environment, file.fileno()) != 0:
                return b""
            file.seek(0)
            return file.read(ANSWER_BYTES)

    def _run(self, command: Sequence[str], place: Path, environment: Mapping[str, str], output: int) -> int:
        process = subprocess.Popen(
            command,
            cwd=place,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=self._log.fileno(),
            start_new_session=True,
        )
        try:
            return process.wait(self.left)
        except subprocess.TimeoutExpired:
            raise UsageError(f"the re-run took longer than {self._seconds:g} s; allow more with --timeout") from None
        finally:
            # Whatever it started goes with it, when it ended too.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _remove(folder: Path) -> None:
    """Remove a folder, also where what ran there took its own rights away, or is just about to die and still writes."""
    for _ in range(ATTEMPTS):
        for place, inner, _ in os.walk(folder):
            for path in (os.path.join(place, name) for name in inner):
                if not os.path.islink(path):  # noqa: PTH114
                    with suppress(OSError):
                        os.chmod(path, stat.S_IRWXU)  # noqa: PTH101
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
