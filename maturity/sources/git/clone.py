"""A repository elsewhere, cloned bare into a folder of ours, and shallow unless old commits are asked for."""

import dataclasses
import os
import re
from pathlib import Path

from maturity.errors import SourceError
from maturity.sources.git.address import Remote
from maturity.sources.git.command import Process, environment
from maturity.sources.limits import Limits

DEPTH = 50
MEMORY = 3 << 30
PASSED_ON = (
    "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
)  # fmt: skip
"""What the operator may have set so that the network can be reached at all."""

_CREDENTIALS = re.compile(r"://[^/\s'\"]*@")


def clone(remote: Remote, folder: Path, limits: Limits, *, whole: bool = False) -> Path:
    """Clone into an empty folder and return the bare repository."""
    place = folder / "clone.git"
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    passed |= {"GIT_ALLOW_PROTOCOL": remote.scheme, "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20"}
    depth = () if whole else (f"--depth={DEPTH}", "--single-branch")
    arguments = [
        # A redirect is an address that the operator did not give.
        "-c", "http.followRedirects=false", "-c", "core.hooksPath=/dev/null", "-c", "transfer.bundleURI=false",
        "clone", "--quiet", "--bare", "--no-local", *depth, "--template=",
        "--end-of-options", remote.url, str(place),
    ]  # fmt: skip
    bounded = dataclasses.replace(limits, seconds=limits.clone_seconds, memory=MEMORY)
    with Process(arguments, environment=environment(folder, **passed), folder=folder, limits=bounded) as process:
        output = process.everything(1 << 16)
    if output.fault:
        words = _CREDENTIALS.sub("://***@", output.fault.replace(remote.url, remote.location))
        raise SourceError(
            f"{remote.location}: cannot be cloned ({words}); check the address and your access, "
            "or clone it yourself and scan the folder"
        )
    return place
