"""What stands in a folder of rules or frameworks; nothing outside it is ever reached through it."""

import os
from collections.abc import Iterator
from pathlib import Path

from maturity.errors import UsageError


def entries(folder: Path) -> Iterator[Path]:
    """Yield what stands in a folder, without hidden entries; links are refused."""
    if folder.is_symlink():
        raise UsageError(f"{folder}: links are not followed here")
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or 'cannot be read'}") from None
    for name in names:
        if (folder / name).is_symlink():
            raise UsageError(f"{folder / name}:1: links are not followed here")
        yield folder / name
