"""A clean clone of one commit: of the repository's objects, without its settings, hooks and filters."""

from pathlib import Path

from maturity.errors import Unreadable
from maturity.sources.git.command import Process, environment
from maturity.sources.git.private import Private

MESSAGE_BYTES = 1 << 16


def check_out(private: Private, commit: str, folder: Path) -> None:
    """Make a repository in an empty folder, with one commit and its history, and check it out there."""
    kind = ["--object-format=sha256"] if private.located.settings.sha256 else []
    steps = (
        ["init", "--quiet", "--template=", *kind, "."],
        # By its id, as nothing may lead to it; from our folder, as it is not to see what the repository has set.
        ["fetch", "--quiet", "--no-tags", "--update-shallow", str(private.folder), commit],
        ["checkout", "--quiet", "--detach", commit],
    )
    around = environment(private.folder, GIT_ALLOW_PROTOCOL="file", GIT_CEILING_DIRECTORIES=str(folder.parent))
    for step in steps:
        with Process(step, environment=around, folder=folder, limits=private.limits) as process:
            output = process.everything(MESSAGE_BYTES)
        if output.fault:
            raise Unreadable(f"commit {commit[:12]} cannot be checked out: {output.fault}")
