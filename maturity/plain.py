"""Read a file that the user named: a plain one, up to a size; a pipe or a device would never end."""

import os
import stat
from pathlib import Path

from maturity.errors import UsageError


def read_plain(file: Path, limit: int, remedy: str) -> bytes:
    """Return the content of a file.

    Raises:
        UsageError: The file cannot be read, is no plain file, or is larger than `limit` bytes.
    """
    try:
        with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise UsageError(f"{file}: cannot be read: it is no plain file; {remedy}")
            content = opened.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no path"
        raise UsageError(f"{file}: cannot be read: {reason}; {remedy}") from None
    if len(content) > limit:
        size = f"{limit >> 20} MiB" if limit >> 20 else f"{limit >> 10} KiB"
        raise UsageError(f"{file}: is larger than {size}; {remedy}")
    return content
