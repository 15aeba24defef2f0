"""A real S3 protocol: moto's server in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

KEYS = {
    "AWS_ACCESS_KEY_ID": "operator",
    "AWS_SECRET_ACCESS_KEY": "secret-of-the-operator",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class Server:
    """One running server."""

    def __init__(self, endpoint: str, log: Path) -> None:
        self.endpoint = endpoint
        self._log = log
        self.environment = KEYS | {"AWS_ENDPOINT_URL": endpoint}

    @property
    def client(self) -> Any:
        """Return a client for the test to arrange things with."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="operator",
            aws_secret_access_key="x",
        )

    def requests(self) -> list[str]:
        """Return the requests that arrived, as `METHOD path`."""
        lines = [line.split('"')[1] for line in self._log.read_text().splitlines() if line.count('"') >= 2]
        return [line.rpartition(" ")[0] for line in lines]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Start a server and stop it."""
    log = folder / "server.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)} | KEYS,
        )
        try:
            yield Server(_address(process, log), log)
        finally:
            process.kill()
            process.wait()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        found = [
            word for line in log.read_text().splitlines() for word in line.split() if word.startswith("http://127")
        ]
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text())
