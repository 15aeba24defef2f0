"""What leaves this program apart from what it prints: files, whole or not at all, and progress for a program."""

import os
from pathlib import Path

from maturity.errors import UsageError

PROGRESS = "progress: "
"""What a line of progress begins with where a program looks on."""


def save(result: str | bytes, output: Path) -> None:
    """Write a report whole or not at all: beside its place first, then in one step; never through a link."""
    refuse_special(output)
    beside = output.with_name(f".{output.name[:100]}.{os.urandom(6).hex()}")
    try:
        # O_EXCL refuses whatever stands at the temporary name, links included.
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(result if isinstance(result, bytes) else result.encode("utf-8", "replace"))
        beside.replace(output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)


def refuse_special(output: Path) -> None:
    """Accept as output only what is a plain file, or nothing yet in a folder that is there."""
    if output.is_symlink() or (output.exists() and not output.is_file()):
        raise UsageError(f"{output}: cannot be written: it is a link, a folder or a device; name a plain file")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: cannot be written: there is no folder {output.parent}")
